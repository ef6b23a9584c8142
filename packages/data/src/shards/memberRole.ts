/** What a member of a shard holds, by its extension. Media are told apart by their bytes once more. */
export type MemberRole = 'media' | 'text' | 'texts' | 'factors' | 'class' | 'frames';

const media =
  /^(?:png|jpe?g|webp|gif|avif|tiff?|svg|bmp|wav|flac|mp3|ogg|oga|opus|m4a|mp4|m4v|webm|mov|mkv|avi)$/;

const roles: Readonly<Record<string, MemberRole>> = {
  txt: 'text',
  'texts.json': 'texts',
  json: 'factors',
  cls: 'class',
  'frames.json': 'frames',
};

/** @returns undefined for an extension that is not read */
export const memberRole = (extension: string): MemberRole | undefined =>
  media.test(extension) ? 'media' : roles[extension];

/** The extension of one frame of a video, from 0: '0007.png'. */
export const frameExtension = (i: number): string => `${`${i}`.padStart(4, '0')}.png`;

export const isFrame = (extension: string): boolean => /^\d{4,9}\.png$/.test(extension);
