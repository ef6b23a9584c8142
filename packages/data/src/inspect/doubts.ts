import type { Example } from '../example.ts';
import type { Picture } from '../pictures/picture.ts';
import type { Waveform } from '../speech/waveform.ts';
import type { Place } from './places.ts';

/** Examples that can be read and yet are hardly meant. */
export interface Doubt {
  readonly count: number;
  /** The first hundred. */
  readonly places: readonly Place[];
}

const mostPlaces = 100;

/** What has been found doubtful so far. */
export class Doubts {
  readonly constantPictures = { count: 0, places: [] as Place[] };
  readonly silentSounds = { count: 0, places: [] as Place[] };
  readonly clippedSounds = { count: 0, places: [] as Place[] };

  add(place: Place, { image, speech }: Example): void {
    if (image && isConstant(image)) found(this.constantPictures, place);
    if (speech && isSilent(speech)) found(this.silentSounds, place);
    if (speech && isClipped(speech)) found(this.clippedSounds, place);
  }
}

function found(doubt: { count: number; places: Place[] }, place: Place): void {
  doubt.count++;
  if (doubt.places.length < mostPlaces) doubt.places.push(place);
}

/** Every pixel has the colour of the first. */
const isConstant = ({ data }: Picture): boolean =>
  data.every((value, i) => i < 3 || value === data[i - 3]);

/** −60 dB of full scale. */
const quiet = 0.001;

const isSilent = ({ samples }: Waveform): boolean =>
  samples.every((sample) => Math.abs(sample) <= quiet);

/** The loudest that 8-bit, µ-law and 16-bit files can say is 0.98 and above. */
const loudest = 0.98;
/** The crest of a tone stays on one level for up to three samples. */
const flat = 4;

/** Somewhere the crest of the wave is cut off flat. */
function isClipped({ samples }: Waveform): boolean {
  let same = 0;
  for (let i = 0; i < samples.length; i++) {
    same = i > 0 && samples[i] === samples[i - 1] ? same + 1 : 1;
    if (same === flat && Math.abs(samples[i]) >= loudest) return true;
  }
  return false;
}
