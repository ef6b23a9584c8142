// How good are pictures that are drawn as tokens, told their captions? npm run bench -- tokens --out DIR
// A VQ-VAE learns pictures of shapes, and a prior which tokens go with which caption. Pictures of 500 captions are drawn, and
// `xm judge` judges them as it judges those of other models.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wasm } from '@xm/backend-wasm';
import { batches, encodePng, pixelsOf, shapes } from '@xm/data';
import * as xm from '@xm/tensor-ops';
import { tokenPrior, vqLogLikelihood, vqVae } from '@xm/vae';
import { build, root } from '../tools/bootstrap.mjs';
import { row } from './trained.mjs';

const { values: told } = parseArgs({
  options: {
    out: { type: 'string' },
    level: { type: 'string', default: '3' },
    steps: { type: 'string', default: '600' },
    'prior-steps': { type: 'string', default: '800' },
    seed: { type: 'string', default: '1' },
  },
});
if (!told.out) {
  console.error('tokens --out DIR [--level 3] [--steps N] [--prior-steps N] [--seed N]');
  process.exit(2);
}

const [size, batch, judged, lot] = [32, 48, 500, 100];
/** As many as the presets learn from. */
const drawn = { level: Number(told.level), seed: Number(told.seed), size };
const data = shapes({ ...drawn, count: 20_000 });
const test = shapes({ ...drawn, count: judged, split: 'test' });

await build('@xm/trainer');
await xm.useBackend([wasm()]);
const rng = xm.createRng(Number(told.seed));
const taken = (source, from, count) =>
  Promise.all(Array.from({ length: count }, (_, i) => source.get(from + i)));
const heldOut = await taken(test, 0, judged);
const words = [...new Set(heldOut.flatMap(({ text }) => text.split(' ')))].sort();

/** 1 for each word that a caption has: float32 [examples, words]. */
const conditionOf = (examples) =>
  xm.tensor(
    examples.flatMap(({ text }) => words.map((word) => Number(text.split(' ').includes(word)))),
    [examples.length, words.length],
  );
const picturesOf = (examples) => {
  const { values, shape } = pixelsOf(examples, size, { mean: 0, deviation: 1 });
  return xm.tensor(values, shape);
};

// The encoder of the other models, one stage shorter, so that a picture is 8×8 tokens.
const vq = vqVae({
  encoder: { kind: 'conv', size, patch: 2, widths: [32, 64], blocks: 1 },
  codebook: { codes: 256, width: 8 },
  decoder: { kind: 'grid', patch: 2, widths: [96, 48], blocks: 1 },
  likelihood: 'correlated',
  pixels: { mean: 0.2, deviation: 0.25 },
});
const prior = tokenPrior({ ...vq.grid, condition: words.length, dim: 128, depth: 4, heads: 4 });

const begin = performance.now();
const first = picturesOf(await taken(data, 0, 64));
const begun = await vq.renewCodes(vq.init(rng), first, { rng });
first.dispose();
const params = await learn(
  'pictures',
  vq.objective(),
  begun,
  Number(told.steps),
  0.003,
  picturesOf,
);
const between = performance.now();
const priorParams = await learn(
  'tokens',
  prior.objective(),
  prior.init(rng),
  Number(told['prior-steps']),
  0.002,
  tokensOf,
);
const end = performance.now();

mkdirSync(told.out, { recursive: true });
const scale = await vq.measureScale(params, scaleOf());
const lines = [];
let nats = 0;
for (let at = 0; at < judged; at += lot) {
  const some = heldOut.slice(at, at + lot);
  const { tokens, condition } = tokensOf(some);
  const pictures = picturesOf(some);
  const stages = { vq, params, prior, priorParams };
  const found = await vqLogLikelihood(stages, pictures, { condition, scale });
  nats += found.reduce((sum, value) => sum + value, 0) / judged;
  const made = await prior.sample(priorParams, condition, { rng: xm.fold(rng, at) });
  const { data: painted } = await vq.decode(params, made);
  some.forEach(({ text }, i) => {
    const each = size * size * 3;
    const bytes = Uint8Array.from(painted.subarray(i * each, (i + 1) * each), (x) =>
      Math.round(255 * x),
    );
    const image = `${at + i}.png`;
    const picture = { width: size, height: size, channels: 3, data: bytes };
    writeFileSync(join(told.out, image), encodePng(picture));
    lines.push(JSON.stringify({ image, caption: text }));
  });
  xm.dispose([tokens, condition, pictures, made]);
}
const manifest = join(told.out, 'manifest.jsonl');
writeFileSync(manifest, `${lines.join('\n')}\n`);

const cli = join(root, 'apps/trainer/bin/xm.mjs');
const asked = ['judge', '--level', told.level, '--manifest', manifest, '--json'];
const { figures } = JSON.parse(execFileSync(process.execPath, [cli, ...asked])).made;
const percent = ({ value }) => `${(100 * value).toFixed(1)} %`;
console.log(row(['model', 'nats', 'textToImage', 'Fréchet', 'coverage', 'seconds']));
console.log(row(['---', '--:', '--:', '--:', '--:', '--:']));
console.log(
  row([
    'vq-vae',
    nats.toFixed(0),
    percent(figures.strict),
    figures.frechet.value.toFixed(1),
    figures.coverageByCaption.value.toFixed(2),
    [between - begin, end - between].map((ms) => Math.round(ms / 1000)).join(' + '),
  ]),
);

/** Training pictures that tell how far they are from what is painted. */
async function* scaleOf() {
  for (let at = 0; at < 1000; at += lot) {
    const pictures = picturesOf(await taken(data, at, lot));
    yield pictures;
    pictures.dispose();
  }
}

/** The tokens of pictures, and what their captions say. */
function tokensOf(examples) {
  const pictures = picturesOf(examples);
  const tokens = vq.encode(params, pictures);
  pictures.dispose();
  return { tokens, condition: conditionOf(examples) };
}

async function learn(name, objective, start, steps, peak, collate) {
  const learningRate = xm.warmUpCosine({ peak, warmUp: 50, steps });
  const optimizer = xm.adamW({ learningRate, weightDecay: 0 });
  const step = xm.trainStep(objective, optimizer);
  let state = xm.initialState(start, optimizer, xm.fold(rng, name));
  const epochs = Math.ceil((steps * batch) / data.length);
  for await (const { examples } of batches(data, { size: batch, seed: 1, epochs })) {
    if (state.step === steps) break;
    const collated = collate(examples);
    const { state: next, terms } = step(state, collated);
    xm.disposeState(state);
    state = next;
    if (state.step % 100 === 0) {
      const told = Object.entries(terms).map(
        async ([key, term]) => `${key} ${(await term.data())[0].toFixed(3)}`,
      );
      console.error(`${name}, step ${state.step}: ${(await Promise.all(told)).join(', ')}`);
    }
    xm.dispose({ terms, collated });
  }
  return state.params;
}
