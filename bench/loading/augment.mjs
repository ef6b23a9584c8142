import { augmentPicture } from '@xm/data';

/** The quickstart's. */
export const augmentation = {
  rotation: 10,
  scale: [0.88, 1.12],
  shift: 0.06,
  brightness: 0.15,
  contrast: 0.15,
  saturation: 0.3,
  hue: 10,
};

export const augment = (example, random) => ({
  ...example,
  image: augmentPicture(example.image, augmentation, random),
});
