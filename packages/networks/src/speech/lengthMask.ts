import {
  argMax,
  assertShape,
  cast,
  expandDims,
  lessEqual,
  range,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * The mask of the most probable lengths: 1 for the frames that belong to the sound.
 *
 * @param logits float32 [batch, frames], position i about a length of i + 1 frames, as `melDecoder` gives them
 * @returns float32 [batch, frames]; without a gradient. Each row has at least one frame.
 * @throws ShapeError when the shape is another.
 */
export function lengthMask(logits: Tensor): Tensor {
  assertShape(logits, [null, null], 'lengthMask: logits', 'Give [batch, frames].');
  return tidy(() => {
    const last = expandDims(argMax(logits, 1), 1);
    return cast(lessEqual(range(0, logits.shape[1] as number, 1, 'int32'), last), 'float32');
  });
}
