import { augmentPicture, dropWords, type Example, type Random } from '@xm/data';
import type { Config } from '../config/schema.ts';

/** The random change of a training example that the config asks for. */
export function augmenter(
  config: Config['augmentation'],
): (example: Example, random: Random) => Example {
  const { dropWords: probability, scale, ...moves } = config;
  const changesPicture =
    Object.values(moves).some((amount) => amount !== 0) || scale.some((factor) => factor !== 1);
  return (example, random) => ({
    ...example,
    ...(example.image && changesPicture
      ? { image: augmentPicture(example.image, { ...moves, scale }, random) }
      : {}),
    ...(example.text !== undefined && probability > 0
      ? { text: dropWords(example.text, probability, random) }
      : {}),
  });
}
