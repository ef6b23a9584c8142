import { type Example, encodeGif, encodePng, encodeWav, type Modality, resize } from '@xm/data';
import { make } from './element.ts';

/** Enlarged so many times, the pixels of the models can be seen. */
const times = 3;

/** What a modality of an example looks or sounds like. */
export function media(example: Example, modality: Modality, name: string): HTMLElement {
  const { image, text, speech, video } = example;
  if (modality === 'image' && image) {
    return make('img', { src: addressOf(encodePng(image), 'image/png'), alt: name });
  }
  if (modality === 'video' && video) {
    const frames = video.frames.map((frame) =>
      resize(frame, times * frame.width, times * frame.height),
    );
    const gif = encodeGif({ ...video, frames });
    return make('img', { src: addressOf(gif, 'image/gif'), alt: name });
  }
  if (modality === 'speech' && speech) {
    return make('audio', {
      src: addressOf(encodeWav(speech), 'audio/wav'),
      controls: true,
      ariaLabel: name,
    });
  }
  return make('p', { className: 'said' }, text === '' || text === undefined ? '(no words)' : text);
}

const addressOf = (bytes: Uint8Array, type: string): string =>
  URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
