import { wasm } from '@xm/backend-wasm';
import { createRng, dispose, disposeState, fold, memory, useBackend } from '@xm/tensor-ops';
import { conditionalGan, gameIn, severalGames, termsIn } from '../src/index.ts';
import { numbersOf, pictureBatch, pictures, pointBatch, points, treeOf } from './players.ts';

jest.setTimeout(30_000);
beforeAll(() => useBackend([wasm({ threads: 1 })]));

const games = { point: conditionalGan(points), picture: conditionalGan(pictures) };
const batches = () => ({ point: pointBatch(createRng(2), 4), picture: pictureBatch(createRng(3)) });

test('games side by side are those that are played alone', () => {
  const both = severalGames(games);
  const rng = createRng(1);
  let state = both.init(rng);
  let alone = games.point.init(fold(rng, 'point'));
  for (let i = 0; i < 3; i++) {
    const next = both.step(state, batches());
    const other = games.point.step(alone, batches().point);
    expect(next.terms['pointLoss'].dataSync()).toEqual(other.terms['loss'].dataSync());
    expect(next.terms['loss'].dataSync()[0]).toBeCloseTo(
      next.terms['pointLoss'].dataSync()[0] + next.terms['pictureLoss'].dataSync()[0],
      5,
    );
    [state, alone] = [next.state, other.state];
  }
  expect(state.step).toBe(3);
  expect(numbersOf(treeOf(gameIn(state, 'point')))).toEqual(numbersOf(treeOf(alone)));
});

test('a step leaves the given state, and frees what it does not give', () => {
  const both = severalGames(games);
  const state = both.init(createRng(1));
  const given = batches();
  const before = memory().numTensors;
  const next = both.step(state, given);
  disposeState(next.state);
  dispose(next.terms);
  expect(memory().numTensors).toBe(before);
});

test('terms are found again under the name of their game alone', () => {
  const terms = { loss: 1, imageLoss: 2, imageRealAccuracy: 0.5, videoR1: 3, images: 4 };
  expect(termsIn(terms, 'image')).toEqual({ loss: 2, realAccuracy: 0.5 });
  expect(termsIn(terms, 'video')).toEqual({ r1: 3 });
  expect(termsIn(terms, 'speech')).toEqual({});
});
