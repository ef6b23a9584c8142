import type { Picture } from '../pictures/picture.ts';
import type { Random } from '../random/random.ts';

/**
 * Covers a rectangle of 2 to 20 % of the picture, sides 1:3 to 3:1, with one random colour.
 *
 * @see Zhong et al. 2020, "Random Erasing Data Augmentation" (there with a noisy filling).
 */
export function erase(picture: Picture, random: Random): Picture {
  const area = random.uniform(0.02, 0.2) * picture.width * picture.height;
  const ratio = 3 ** random.uniform(-1, 1);
  const width = Math.max(1, Math.min(picture.width, Math.round(Math.sqrt(area * ratio))));
  const height = Math.max(1, Math.min(picture.height, Math.round(Math.sqrt(area / ratio))));
  const x = random.integer(picture.width - width + 1);
  const y = random.integer(picture.height - height + 1);
  const colour = [random.integer(256), random.integer(256), random.integer(256)];
  const data = picture.data.slice();
  for (let row = y; row < y + height; row++) {
    const start = 3 * (row * picture.width + x);
    for (let i = start; i < start + 3 * width; i += 3) data.set(colour, i);
  }
  return { ...picture, data };
}
