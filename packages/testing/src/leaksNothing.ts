import { dispose, memory, type TensorContainer } from '@tensorflow/tfjs-core';

/**
 * Checks that `f` leaves no tensor behind but its result, which is disposed.
 *
 * Runs twice, since a first call may fill caches that are meant to stay.
 * @throws Error with the number of tensors left over.
 */
export async function leaksNothing(
  f: () => TensorContainer | Promise<TensorContainer>,
): Promise<void> {
  dispose(await f());
  const before = memory().numTensors;
  dispose(await f());
  const left = memory().numTensors - before;
  if (left !== 0) {
    throw new Error(
      `leaksNothing: the same number of tensors must live before and after, got ${left} more. ` +
        'Wrap the function in tidy, and return what is to stay.',
    );
  }
}
