// How far do pixels alone get? Every held-out picture is given the names of the pictures to learn
// from, the nearest first, by the distance of their 16×16 pixels. Nothing is learned.
import { fileURLToPath } from 'node:url';
import { resize } from '@xm/data';
import { emoji } from '@xm/data/node';
import { chanceRecallAtK, recallAtK } from '@xm/metrics';

const side = 16;
const { train, heldOut, names } = await emoji({
  trainArtists: ['google', 'openmoji'],
  heldOutArtist: 'twitter',
  from: fileURLToPath(new URL('../apps/trainer/', import.meta.url)),
});
const known = await pixelsOf(train);
const asked = await pixelsOf(heldOut);
const column = new Map(asked.map(({ text }, i) => [text, i]));

const values = new Float32Array(asked.length ** 2).fill(Number.NEGATIVE_INFINITY);
asked.forEach(({ pixels }, row) => {
  for (const other of known) {
    const at = row * asked.length + column.get(other.text);
    values[at] = Math.max(values[at], -distance(pixels, other.pixels));
  }
});
const matrix = { scores: values, queries: asked.length, candidates: asked.length };

console.log(
  JSON.stringify({
    bench: 'pixelNeighbours',
    names: names.length,
    ...recallAtK(matrix, { k: [1, 5, 10] }),
    chance: chanceRecallAtK(1, asked.length),
  }),
);

async function pixelsOf(pictures) {
  const found = [];
  for (let i = 0; i < pictures.length; i++) {
    const { image, text } = await pictures.get(i);
    found.push({ text, pixels: resize(image, side, side).data });
  }
  return found;
}

function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
