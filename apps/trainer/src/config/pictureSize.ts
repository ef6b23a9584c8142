import { imageSizes, videoSizes } from '@xm/networks';
import type { Config } from './schema.ts';

/** Side of the pictures that the config's encoders take; of those it has none for, 32. */
export function pictureSize({ method, model }: Config): number {
  if (method !== 'embedding')
    return model.image?.encoder.size ?? model.video?.encoder.image.size ?? 32;
  const { image, video } = model;
  if (image !== undefined) return typeof image === 'string' ? imageSizes[image].size : image.size;
  if (video === undefined) return 32;
  return (typeof video === 'string' ? videoSizes[video] : video).image.size;
}
