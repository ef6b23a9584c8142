import { pictureFormat } from '../pictures/pictureFormat.ts';

export type SoundFormat = 'WAV' | 'FLAC' | 'MP3' | 'Ogg';
export type VideoFormat = 'MP4' | 'WebM' | 'AVI';

const sounds: readonly [SoundFormat, RegExp][] = [
  ['WAV', /^RIFF....WAVE/s],
  ['FLAC', /^fLaC/],
  ['Ogg', /^OggS/],
  // A tag, or the eleven set bits with which a frame of layer III begins.
  ['MP3', /^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/],
];
const videos: readonly [VideoFormat, RegExp][] = [
  ['MP4', /^....ftyp(?!avi)/s],
  ['WebM', /^.E\xdf\xa3/s],
  ['AVI', /^RIFF....AVI /s],
];

/** What a sound file is by its first bytes; undefined when it is none of these. */
export const soundFormat = (bytes: Uint8Array): SoundFormat | undefined => find(sounds, bytes);

/** What a video file is by its first bytes; undefined when it is none of these. */
export const videoFormat = (bytes: Uint8Array): VideoFormat | undefined => find(videos, bytes);

/** The modality of a file, by its first bytes, and by its name where they say nothing. */
export function mediaKind(bytes: Uint8Array, name: string): 'image' | 'speech' | 'video' {
  if (soundFormat(bytes) !== undefined) return 'speech';
  if (videoFormat(bytes) !== undefined) return 'video';
  if (pictureFormat(bytes) !== undefined) return 'image';
  if (/\.(?:wav|mp3|flac|ogg|oga|opus)$/i.test(name)) return 'speech';
  if (/\.(?:mp4|m4v|mov|webm|mkv|avi)$/i.test(name)) return 'video';
  return 'image';
}

function find<Format>(kinds: readonly [Format, RegExp][], bytes: Uint8Array): Format | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return kinds.find(([, pattern]) => pattern.test(start))?.[0];
}
