import { ConfigError } from '@xm/tensor-ops';
import { digitsVae } from './digitsVae.ts';
import { digitsGan, shapes3Gan } from './generators.ts';
import type { Config } from './schema.ts';
import { quickstartVae, shapes3Vae } from './shapes3Vae.ts';
import { shapes5Vae } from './shapes5Vae.ts';

const none: Config['augmentation'] = {
  rotation: 0,
  scale: [1, 1],
  shift: 0,
  flip: 0,
  brightness: 0,
  contrast: 0,
  saturation: 0,
  hue: 0,
  erase: 0,
  dropWords: 0,
};

type WithoutSeed<C> = C extends unknown ? Omit<C, 'seed'> : never;
/** A configuration without its seed, which is the command's. */
export type Preset = WithoutSeed<Config>;

/** Ready configurations. */
export const presets = {
  quickstart: {
    method: 'embedding',
    data: { source: 'emoji', trainArtists: ['google', 'openmoji'], heldOutArtist: 'twitter' },
    model: {
      image: 'conv-tiny',
      text: 'bag-tiny',
      tokenizer: 'words',
      dim: 128,
      temperature: 0.033,
      pixels: { mean: 0.8, deviation: 0.35 },
    },
    augmentation: {
      ...none,
      rotation: 10,
      scale: [0.88, 1.12],
      shift: 0.06,
      brightness: 0.15,
      contrast: 0.15,
      saturation: 0.3,
      hue: 10,
      dropWords: 0.2,
    },
    training: {
      steps: 1000,
      batch: 256,
      learningRate: 0.012,
      warmUp: 30,
      weightDecay: 0.02,
      labelSmoothing: 0.02,
      checkpointEvery: 50,
    },
    backends: ['wasm', 'cpu'],
    searches: {
      words: ['red fruit', 'happy face', 'music instrument', 'animal in the sea', 'flag blue'],
      pictures: ['twitter/1F353', 'twitter/1F680', 'twitter/1F98A'],
    },
  },
  'shapes3-embedding': {
    method: 'embedding',
    data: {
      source: 'shapes',
      level: 3,
      modalities: ['image', 'text', 'speech', 'video'],
      trainCount: 4000,
      testCount: 300,
    },
    model: {
      image: { kind: 'conv', size: 32, patch: 4, widths: [32, 64], blocks: 1, pooling: 'flatten' },
      text: { kind: 'transformer', length: 8, dim: 48, depth: 1, heads: 4 },
      speech: {
        kind: 'transformer',
        frames: 128,
        mels: 40,
        halvings: 2,
        dim: 96,
        depth: 2,
        heads: 4,
      },
      video: {
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
      tokenizer: 'words',
      dim: 64,
      temperature: 0.07,
      pixels: { mean: 0.2, deviation: 0.25 },
      sound: {
        sampleRate: 16_000,
        fftSize: 512,
        windowLength: 400,
        hop: 320,
        mean: -9,
        deviation: 5.2,
      },
    },
    augmentation: none,
    training: {
      steps: 1000,
      batch: 96,
      learningRate: 0.004,
      warmUp: 40,
      weightDecay: 0.05,
      labelSmoothing: 0,
      checkpointEvery: 50,
    },
    backends: ['wasm', 'cpu'],
    searches: {
      words: ['big red heart', 'small blue square', 'small pink ellipse'],
      pictures: [],
    },
  },
  'quickstart-vae': { ...quickstartVae, augmentation: none },
  'shapes3-vae': { ...shapes3Vae, augmentation: none },
  'shapes5-vae': { ...shapes5Vae, augmentation: none },
  'shapes3-gan': { ...shapes3Gan, augmentation: none },
  'digits-embedding': {
    method: 'embedding',
    data: { source: 'digits', written: 'digits/written', spoken: 'digits/spoken' },
    model: {
      image: { kind: 'conv', size: 32, patch: 4, widths: [32, 64], blocks: 1, pooling: 'flatten' },
      speech: {
        kind: 'transformer',
        frames: 64,
        mels: 40,
        halvings: 2,
        dim: 96,
        depth: 2,
        heads: 4,
      },
      dim: 64,
      temperature: 0.07,
      pixels: { mean: 0.15, deviation: 0.3 },
      sound: {
        sampleRate: 8000,
        fftSize: 256,
        windowLength: 200,
        hop: 100,
        mean: -10,
        deviation: 4,
      },
    },
    augmentation: { ...none, rotation: 10, scale: [0.9, 1.1], shift: 0.08 },
    training: {
      steps: 500,
      batch: 128,
      learningRate: 0.004,
      warmUp: 40,
      weightDecay: 0.05,
      labelSmoothing: 0,
      checkpointEvery: 50,
    },
    backends: ['wasm', 'cpu'],
    searches: { words: [], pictures: [] },
  },
  'digits-vae': { ...digitsVae, augmentation: none },
  'digits-gan': { ...digitsGan, augmentation: none },
} satisfies Record<string, Preset>;

/** @throws ConfigError when there is no such preset. */
export function presetNamed(name: string): Preset {
  if (Object.hasOwn(presets, name)) return presets[name as keyof typeof presets];
  const known = Object.keys(presets).map((preset) => `'${preset}'`);
  throw new ConfigError(`--preset must be one of ${known.join(', ')}, got '${name}'.`);
}
