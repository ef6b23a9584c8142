// A joint space of your own pictures and captions, judged on a fifth of them that it never saw.
// Run it: node --import ./tools/typescript.mjs examples/own-data.ts [pictures.csv] [--steps 200]
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { wasm } from '@xm/backend-wasm';
import { batches, encodePng, fitWords, readTexts, shapes, split } from '@xm/data';
import { manifest } from '@xm/data/node';
import { dualEncoder, trainJointSpace } from '@xm/embedding';
import { correctByLabel, retrievalReport } from '@xm/metrics';
import { useBackend } from '@xm/tensor-ops';

const options = { steps: { type: 'string', default: '200' } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });

await useBackend([wasm()]);
const data = await manifest(positionals[0] ?? (await drawShapes())); // columns: image, caption
const [train, heldOut] = split(data, [0.8, 0.2], 1);
const tokenizer = fitWords(await readTexts(train));
const space = dualEncoder({ image: 'conv-tiny', text: 'bag-tiny', tokenizer, dim: 64 });
const stream = batches(train, { size: Math.min(64, train.length), seed: 1 });
const params = await trainJointSpace(space, stream, { steps: Number(values.steps) });
const scores = await space.similarities(params, heldOut);
const names = await readTexts(heldOut);
const correct = correctByLabel(names, names); // several pictures may have the same words
const { chance, ...found } = retrievalReport(scores, { correct });
console.log('recall@10', found['recall@10'].toFixed(3), 'chance', chance['recall@10'].toFixed(3));

async function drawShapes(): Promise<string> {
  const folder = await mkdtemp(`${tmpdir()}/xm-shapes-`);
  const world = shapes({ level: 3, seed: 1, count: 1000, size: 32 });
  let csv = 'image,caption\n';
  for (let i = 0; i < world.length; i++) {
    const { image, text } = await world.get(i);
    await writeFile(`${folder}/${i}.png`, encodePng(image!));
    csv += `${i}.png,${text}\n`;
  }
  await writeFile(`${folder}/shapes.csv`, csv);
  return `${folder}/shapes.csv`;
}
