import {
  type Example,
  encodeWav,
  type Picture,
  resample,
  type Video,
  type Waveform,
} from '@xm/data';
import { count } from '../report/format.ts';
import { type Html, html } from '../report/html.ts';
import { pictureUri } from '../report/pictureUri.ts';
import { filmStrip } from './filmStrip.ts';
import { spectrogram } from './spectrogram.ts';
import { thumbnail } from './thumbnail.ts';

/** What is seen and heard of an example. */
export const media = ({ id, image, speech, video }: Example): Html =>
  html`${[
    ...(image ? [pictureView(image, id)] : []),
    ...(video ? [videoView(video, id)] : []),
    ...(speech ? [soundView(speech, id)] : []),
  ]}`;

/** Pixels: what a phone with a fine screen shows of a picture in a card. */
const longestSide = 192;
/** Pictures up to this size are drawings of pixels: enlarged, their pixels stay square. */
const smallest = 64;

function pictureView(picture: Picture, id: string): Html {
  const shown = thumbnail(picture, longestSide);
  const { width, height } = picture;
  return html`<figure class="seen"><img${kind(width <= smallest && height <= smallest)} src="${pictureUri(
    shown,
  )}" alt="Picture of ${id}" width="${shown.width}" height="${shown.height}">
<figcaption>${width} × ${height}</figcaption></figure>`;
}

const kind = (small: boolean): Html => (small ? html` class="small"` : html``);

function videoView(video: Video, id: string): Html {
  const strip = filmStrip(video);
  const [{ width, height }] = video.frames;
  return html`<figure class="seen film"><img src="${pictureUri(strip)}" alt="Frames of ${id}" width="${
    strip.width
  }" height="${strip.height}">
<figcaption>${width} × ${height}, ${video.frames.length} frames, ${count(video.frameRate)} a second</figcaption></figure>`;
}

/** Of longer sounds the beginning is to be heard, and of finer ones what this rate can hold. */
const longestSound = { seconds: 5, rate: 16_000 };

function soundView(sound: Waveform, id: string): Html {
  const { sampleRate, samples } = sound;
  const seconds = samples.length / sampleRate;
  const begin = { sampleRate, samples: samples.subarray(0, longestSound.seconds * sampleRate) };
  const heard = sampleRate > longestSound.rate ? resample(begin, longestSound.rate) : begin;
  const picture = spectrogram(begin);
  const wav = Buffer.from(encodeWav(heard)).toString('base64');
  const cut = begin.samples.length < samples.length ? `, the first ${longestSound.seconds} s` : '';
  return html`<figure class="heard"><img src="${pictureUri(picture)}" alt="Spectrogram of ${id}" width="${
    picture.width
  }" height="${picture.height}">
<audio controls preload="none" src="data:audio/wav;base64,${wav}" aria-label="Sound of ${id}"></audio>
<figcaption>${seconds.toFixed(2)} s${cut}, ${count(sampleRate)} Hz</figcaption></figure>`;
}
