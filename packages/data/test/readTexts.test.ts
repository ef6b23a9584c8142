import { DataError, dataset, fromExamples, readTexts } from '../src/index.ts';

const examples = [
  { id: '0', text: 'a' },
  { id: '1' },
  { id: '2', text: '' },
  { id: '3', text: 'a' },
];

test('gives the texts there are, in their order', async () => {
  expect(await readTexts(fromExamples(examples))).toEqual(['a', '', 'a']);
});

test('reads no more than it is told to', async () => {
  const source = dataset(4, async (i) => {
    if (i < 2) return examples[i];
    throw new DataError(`${i} is bad`);
  });
  expect(await readTexts(source, 2)).toEqual(['a']);
  await expect(readTexts(source)).rejects.toThrow('2 is bad');
});

test('gives all texts of an example that has several', async () => {
  const source = fromExamples([{ id: '0', text: 'b', texts: ['a', 'b'] }]);
  expect(await readTexts(source)).toEqual(['a', 'b']);
});
