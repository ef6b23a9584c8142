import type { Example } from '@xm/data';
import { assertNotDiverged, type GanBatch, type GanState, type Play } from '@xm/gan';
import { createRng, fold, type Tensor } from '@xm/tensor-ops';
import { type CodeRow, drawCodes, drawRows, type VaeModel } from '@xm/vae';
import type { Learner } from '../loop/learner.ts';
import { stepsFrom } from './stepsFrom.ts';

/** A real picture, and what the model reads of it. */
export interface PictureCode {
  readonly example: Example;
  readonly code: CodeRow;
}

/** The game for pictures: see `pictureGame`. Real ones come with the shared latents that the other modalities tell. */
export const pictureLearner = (
  { vae, collate }: VaeModel,
  { init, step }: Play<GanBatch>,
  pictures: readonly PictureCode[],
  { batch, seed }: { readonly batch: number; readonly seed: number },
): Learner<GanBatch> => {
  const rows = fold(createRng(seed), 'pictures');
  return {
    start: (streams) => init(fold(streams.init, 'pictures')),
    step: (state, real) => step(state as GanState, real),
    examples: stepsFrom,
    collate: (_, at) => {
      const rng = fold(rows, at);
      const some = drawRows(pictures, batch, rng);
      const { image } = collate(
        some.map(({ example }) => example),
        ['image'],
      );
      const codes = some.map(({ code }) => code);
      const { shared, own } = drawCodes(vae, codes, 'image', fold(rng, 'codes'));
      own?.dispose();
      return { real: image as Tensor, condition: shared };
    },
    assertSound: assertNotDiverged,
  };
};
