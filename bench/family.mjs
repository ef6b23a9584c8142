// How good are all models of the variational family, given the same networks and budget? npm run bench -- family --out DIR
// Trains them one after the other with `xm train`, each into a folder of its own, and prints a row for each. What is
// finished in DIR is not done again.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../tools/bootstrap.mjs';
import { row, trained } from './trained.mjs';

const { values: told } = parseArgs({
  options: {
    data: { type: 'string', default: 'shapes' },
    out: { type: 'string' },
    steps: { type: 'string', default: '600' },
    'sampler-steps': { type: 'string', default: '800' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    written: { type: 'string' },
    spoken: { type: 'string' },
  },
});
if (!told.out || !['shapes', 'digits'].includes(told.data)) {
  console.error('family --out DIR [--data shapes|digits] [--steps N] [--only mvae,recipe]');
  process.exit(2);
}

/** With private latents, as the papers have them; in the others what all have in common is as large as both. */
const withPrivate = ['recipe', 'cvae', 'dmvae', 'mmvae+', 'cmvae', 'nexus'];
const without = ['jmvae', 'telbo', 'mvae', 'mmvae', 'mopoe', 'mvtcae', 'crmvae', 'mhvae', 'jnf'];
/** Those that are told how much the shared latents' divergence weighs. */
const notWeighed = ['cvae'];

const sets = {
  shapes: {
    preset: 'quickstart-vae',
    parts: ['image'],
    told: ['data.testCount=500'],
    directions: ['textToImage', 'imageToText'],
  },
  digits: {
    preset: 'digits-vae',
    parts: ['image', 'speech'],
    told: [],
    directions: ['spokenToWritten', 'writtenToSpoken'],
  },
};
const { preset, parts, told: own, directions } = sets[told.data];

function changesFor(kind) {
  const shared = without.includes(kind)
    ? ['model.shared=24', ...parts.map((part) => `model.${part}.latents=0`)]
    : [];
  return [
    ...own,
    ...shared,
    `model.method={"kind":"${kind}"}`,
    `training.steps=${told.steps}`,
    `training.samplerSteps=${told['sampler-steps']}`,
    'model.sampler={"width":256,"depth":3}',
    ...(kind === 'recipe' ? [] : ['training.strangers=']),
    // In it every modality has private latents, and decoders know no others.
    ...(kind === 'nexus' && told.data === 'shapes' ? ['model.text.latents=8'] : []),
    ...(notWeighed.includes(kind) ? ['training.sharedBeta='] : []),
  ];
}

const folders = ['written', 'spoken'].flatMap((name) =>
  told[name] ? [`--${name}`, told[name]] : [],
);

const percent = (figure) => (figure ? `${(100 * figure.value).toFixed(1)} %` : '–');
const rowOf = (kind, metrics) => {
  const [one, two] = directions.map((name) => metrics[name]?.figures ?? {});
  const main = ({ strict, wholeCaption }) => strict ?? wholeCaption;
  return [
    kind,
    metrics.likelihood ? metrics.likelihood.nats.toFixed(0) : '–',
    percent(main(one)),
    percent(main(two)),
    percent(metrics.together?.[0].agree),
    one.frechet?.value.toFixed(1) ?? '–',
    (one.coverageByCaption ?? one.coverage)?.value.toFixed(2) ?? '–',
    `${Math.round(metrics.seconds)} + ${Math.round(metrics.samplerSeconds)}`,
  ];
};
const print = (cells) => console.log(row(cells));

await build('@xm/trainer');
mkdirSync(told.out, { recursive: true });
print(['model', 'nats', ...directions, 'joint', 'Fréchet', 'coverage', 'seconds']);
print(['---', ...Array(7).fill('--:')]);
for (const kind of told.only?.split(',') ?? [...withPrivate, ...without]) {
  const run = { preset, seed: told.seed, changes: changesFor(kind), folders };
  print(rowOf(kind, trained(join(told.out, kind), run)));
}
