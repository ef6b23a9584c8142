// How often are words the right picture, and pictures the right words, from level to level? npm run bench -- levels --out DIR
// The recipe is trained at each level with each seed, into folders of their own, and a row printed for each level: means over
// the seeds, the smallest and the largest behind. What is finished in DIR is not done again.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../tools/bootstrap.mjs';
import { row, trained } from './trained.mjs';

const { values: told } = parseArgs({
  options: {
    out: { type: 'string' },
    levels: { type: 'string', default: '1,2,3,4,5' },
    seeds: { type: 'string', default: '1,2,3' },
  },
});
if (!told.out) {
  console.error('levels --out DIR [--levels 1,2,3,4,5] [--seeds 1,2,3]');
  process.exit(2);
}

/** Below level 5, which is the preset, pictures are mostly black, and have no textures to keep in mind. */
const onBlack = ['model.image.pixels={"mean":0.1,"deviation":0.2}'];
/** Up to level 2 they are plain and white: there are no colours that could go together, and less to keep in mind. */
const plainWhite = ['model.image.latents=8', 'model.image.likelihood=normal'];
const changesFor = (level) => [
  `data.level=${level}`,
  ...(level === '5' ? [] : onBlack),
  ...(level <= '2' ? plainWhite : []),
];

const spread = (values, shown) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const ends = [Math.min(...values), Math.max(...values)].map(shown).join('…');
  return values.length === 1 ? shown(mean) : `${shown(mean)} (${ends})`;
};
const percent = (value) => (100 * value).toFixed(1);
const plain = (value) => value.toFixed(2);
const columns = [
  ['words → picture', percent, (m) => m.textToImage.figures.strict.value],
  ['chance', percent, (m) => m.textToImage.figures.strict.chance],
  ['judge', percent, (m) => m.textToImage.figures.strict.real],
  ['picture → words', percent, (m) => m.imageToText.figures.wholeCaption.value],
  ['together', percent, (m) => m.together[0].agree.value],
  ['coverage', plain, (m) => m.textToImage.figures.coverage.value],
  ['of real ones', plain, (m) => m.textToImage.figures.coverage.real],
  ['of as many', plain, (m) => m.textToImage.figures.coverageOfAsMany.value],
  ['Fréchet', plain, (m) => m.textToImage.figures.frechet.value],
  ['bins of rotation', plain, (m) => binsMet(m.textToImage.figures)],
  ['squares turned', plain, (m) => m.textToImage.figures['sure of turn of square'].value],
  ['of real ones', plain, (m) => m.textToImage.figures['sure of turn of square'].real],
  ['nearest outline', percent, (m) => m.textToImage.figures['nearest outline'].value],
  ['off outline of hearts', plain, (m) => m.textToImage.figures['off outline of heart'].value],
  ['of real ones', plain, (m) => m.textToImage.figures['off outline of heart'].real],
  ['minutes', plain, (m) => (m.seconds + m.samplerSeconds) / 60],
];

/** The least share of the eight bins that a shape meets. */
const binsMet = (figures) =>
  Math.min(
    ...Object.entries(figures)
      .filter(([name]) => name.startsWith('turns'))
      .map(([, { value }]) => value),
  );

await build('@xm/trainer');
mkdirSync(told.out, { recursive: true });
console.log(row(['level', ...columns.map(([name]) => name)]));
console.log(row(['--:', ...columns.map(() => '--:')]));
for (const level of told.levels.split(',')) {
  const all = told.seeds.split(',').map((seed) => {
    const run = { preset: 'shapes5-vae', seed, changes: changesFor(level) };
    return trained(join(told.out, `level${level}-seed${seed}`), run);
  });
  const cells = columns.map(([, shown, of]) => spread(all.map(of), shown));
  console.log(row([level, ...cells]));
}
