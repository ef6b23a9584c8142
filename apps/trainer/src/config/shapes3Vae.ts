import type { ConfigOf } from './schema.ts';

type VaePreset = Omit<ConfigOf<'vae'>, 'seed' | 'augmentation'>;

/** Shapes stand on black, and most of a picture is ground. */
const pixels = { mean: 0.2, deviation: 0.25 };

/** What sees and paints pictures of 32×32. */
export const pictureNetworks: Pick<
  NonNullable<VaePreset['model']['image']>,
  'encoder' | 'decoder'
> = {
  encoder: {
    kind: 'conv',
    size: 32,
    patch: 2,
    widths: [32, 64, 96],
    blocks: 1,
    pooling: 'flatten',
  },
  decoder: { patch: 2, widths: [128, 96, 48], blocks: 1 },
};

/** Drawn shapes in four modalities, and a variational model that turns each into each. */
export const shapes3Vae: VaePreset = {
  method: 'vae',
  data: {
    source: 'shapes',
    level: 3,
    modalities: ['image', 'text', 'speech', 'video'],
    trainCount: 4000,
    testCount: 300,
  },
  model: {
    shared: 16,
    image: {
      latents: 8,
      pixels,
      likelihood: 'correlated',
      ...pictureNetworks,
    },
    text: {
      weight: 1000,
      toldByEach: true,
      encoder: { kind: 'transformer', length: 8, dim: 48, depth: 1, heads: 4 },
      decoder: { dim: 48, depth: 1, heads: 4, slots: 4 },
    },
    speech: {
      latents: 16,
      encoder: {
        kind: 'transformer',
        frames: 96,
        mels: 40,
        halvings: 2,
        dim: 96,
        depth: 2,
        heads: 4,
      },
      decoder: { patch: 4, widths: [128, 64], blocks: 1 },
    },
    video: {
      latents: 10,
      pixels,
      likelihood: 'correlated',
      encoder: {
        kind: 'frames',
        time: 6,
        image: {
          kind: 'conv',
          size: 32,
          patch: 4,
          widths: [32, 64],
          blocks: 1,
          pooling: 'flatten',
        },
        dim: 96,
        depth: 1,
        heads: 4,
      },
      decoder: { dim: 96, depth: 1, heads: 4, image: { patch: 4, widths: [96, 48], blocks: 1 } },
    },
    sampler: { width: 256, depth: 3, guidance: 2 },
  },
  training: {
    steps: 1600,
    batch: 48,
    learningRate: 0.004,
    optimizer: 'muon',
    warmUp: 50,
    sharedBeta: 4,
    klWarmUp: 0,
    samplerSteps: 1500,
    checkpointEvery: 100,
  },
  backends: ['wasm', 'cpu'],
};

const { image, text, shared, sampler } = shapes3Vae.model;

/** Pictures and captions alone, for a first look: a few minutes. */
export const quickstartVae: VaePreset = {
  ...shapes3Vae,
  data: { source: 'shapes', level: 3, trainCount: 20_000, testCount: 500 },
  model: { shared, sampler, ...(image && { image }), ...(text && { text }) },
  training: { ...shapes3Vae.training, steps: 1000 },
};
