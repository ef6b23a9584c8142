import { add, cpu, createRng, fill, type Params, useBackend } from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { fitSamplers, type Inputs, multimodalVae, type VaeConfig } from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

const { image, text } = tinyConfig.channels;
const config: VaeConfig = {
  shared: 2,
  method: { kind: 'nexus', width: 16 },
  sampler: { width: 8, depth: 1 },
  channels: {
    image: { ...image!, latents: 2 },
    text: { ...text!, latents: 2, weight: 30 },
  },
};
const vae = multimodalVae(config);
const rng = createRng(1);

const pairs = (): Pick<Inputs, 'image' | 'text'> => {
  const { image, text } = tinyBatch(2);
  return { image, text };
};

test('a decoder is told private latents alone', async () => {
  const params = vae.init(createRng(2));
  const { shared, own } = vae.encode(params, pairs());
  const [code, moved] = [shared.mu, add(shared.mu, 1)].map((shared) => ({
    shared,
    own: own.image!.mu,
  }));
  const made = await vae.decode(params, 'image', code, { rng });
  expect(await vae.decode(params, 'image', moved, { rng })).toEqual(made);
  const again = await vae.decode(params, 'image', { shared: moved.shared }, { rng });
  expect(again).not.toEqual(made);
});

test('a shared latent that moves takes private ones with it; one of the others moves alone', async () => {
  const params = vae.init(createRng(2));
  const { text, image } = pairs();
  const told = { rng, latent: 0, from: -3, until: 3, steps: 2 } as const;
  const shared = await vae.traverse(params, 'image', { text }, { ...told, part: 'shared' });
  const own = await vae.traverse(params, 'image', { image }, { ...told, part: 'own' });
  for (const { data } of [shared, own])
    expect(data.slice(0, 192)).not.toEqual(data.slice(192, 384));
});

test('where nothing tells, shared latents have their prior', () => {
  const views = {
    image: {
      mu: fill([2, 2], 3),
      logVar: fill([2, 2], -1),
      present: fill([2, 1], 0),
    },
  };
  const own = vae.init(createRng(2))['method'] as Params;
  const { mu, logVar } = vae.method.posterior(own, views);
  expect([...mu.dataSync(), ...logVar.dataSync()].map(Math.abs)).toEqual(Array(8).fill(0));
});

test('nothing is left of what is done with it', async () => {
  const params = vae.init(createRng(2));
  const batch = pairs();
  await leaksNothing(async () => {
    await vae.translate(params, 'image', { text: batch.text }, { rng, samples: 2 });
    await vae.reconstruct(params, 'text', batch, { rng });
    await vae.sample(params, ['image', 'text'], 2, { rng });
    const scored = {
      samples: 2,
      rng,
      scales: { image: 1 },
      of: ['image'],
      given: ['text'],
    } as const;
    await vae.logLikelihood(params, batch, scored);
    return [];
  });
  await leaksNothing(() => fitSamplers(vae, params, [batch], { steps: 2, batch: 4 }));
}, 20_000);

test('features from outside are refused: nothing would be read from them', () => {
  const channels = { ...config.channels, image: { ...config.channels.image!, features: 3 } };
  const features = { image: () => fill([2, 3], 0) };
  expect(() => multimodalVae({ ...config, channels }, { features })).toThrow(
    /image: shared latents are read from private ones.*Leave them out/,
  );
});
