import { encodePng, type Picture } from '@xm/data';

/** A picture as a PNG data URI, so that a page can show it and load nothing. */
export const pictureUri = (picture: Picture): string =>
  `data:image/png;base64,${Buffer.from(encodePng(picture)).toString('base64')}`;
