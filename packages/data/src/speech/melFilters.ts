/** A bank of triangles over the bins of a Fourier transform; they lie one after the other in `weights`. */
export interface MelFilters {
  readonly bins: number;
  /** Of each triangle, its first bin … */
  readonly first: Uint32Array;
  /** … and where its weights end; they begin where those before it end. */
  readonly end: Uint32Array;
  readonly weights: Float64Array;
}

/** M·power: the power under each triangle, into `out`. */
export function applyMel(
  { first, end, weights }: MelFilters,
  power: Float64Array,
  out: Float64Array,
): void {
  for (let mel = 0, i = 0; mel < first.length; mel++) {
    let sum = 0;
    for (let bin = first[mel]; i < end[mel]; i++, bin++) sum += weights[i] * power[bin];
    out[mel] = sum;
  }
}

/** Below this the mel scale is straight, above it logarithmic. */
const bend = { hertz: 1000, mel: 15 };
const hertzPerMel = bend.hertz / bend.mel;
const logStep = Math.log(6.4) / 27;

/** Slaney's mel scale, not HTK's. */
const melOf = (hertz: number): number =>
  hertz < bend.hertz ? hertz / hertzPerMel : bend.mel + Math.log(hertz / bend.hertz) / logStep;

const hertzOf = (mel: number): number =>
  mel < bend.mel ? mel * hertzPerMel : bend.hertz * Math.exp(logStep * (mel - bend.mel));

/**
 * Triangles over the bins of a Fourier transform, evenly spaced on the mel scale, each of area one in
 * hertz (halved: peak 2 / (upper − lower)).
 *
 * @param range lowest and highest frequency in hertz
 * @see Slaney 1998, "Auditory Toolbox"; librosa.filters.mel with its defaults
 */
export function melFilters(
  sampleRate: number,
  fftSize: number,
  mels: number,
  [lowest, highest]: readonly [number, number],
): MelFilters {
  const [from, to] = [melOf(lowest), melOf(highest)];
  const corner = (i: number): number => hertzOf(from + ((to - from) * i) / (mels + 1));
  const bins = fftSize / 2 + 1;
  const first = new Uint32Array(mels);
  const end = new Uint32Array(mels);
  const weights: number[] = [];
  for (let mel = 0; mel < mels; mel++) {
    const [lower, centre, upper] = [corner(mel), corner(mel + 1), corner(mel + 2)];
    for (let bin = 0; bin < bins; bin++) {
      const hertz = (bin * sampleRate) / fftSize;
      const height = Math.min(
        (hertz - lower) / (centre - lower),
        (upper - hertz) / (upper - centre),
      );
      if (height <= 0) continue;
      if (weights.length === (end[mel - 1] ?? 0)) first[mel] = bin;
      weights.push((height * 2) / (upper - lower));
    }
    end[mel] = weights.length;
  }
  return { bins, first, end, weights: Float64Array.from(weights) };
}
