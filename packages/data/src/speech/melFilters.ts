/** One triangle of a mel filter bank: its weights of the bins from `first` on. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
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
): MelFilter[] {
  const [from, to] = [melOf(lowest), melOf(highest)];
  const corner = (i: number): number => hertzOf(from + ((to - from) * i) / (mels + 1));
  const bins = fftSize / 2 + 1;
  return Array.from({ length: mels }, (_, i) => {
    const [lower, centre, upper] = [corner(i), corner(i + 1), corner(i + 2)];
    const all = Float64Array.from({ length: bins }, (_, bin) => {
      const hertz = (bin * sampleRate) / fftSize;
      const height = Math.min(
        (hertz - lower) / (centre - lower),
        (upper - hertz) / (upper - centre),
      );
      return (Math.max(0, height) * 2) / (upper - lower);
    });
    const first = all.findIndex((weight) => weight > 0);
    const last = all.findLastIndex((weight) => weight > 0);
    return {
      first: Math.max(first, 0),
      weights: first < 0 ? new Float64Array(0) : all.slice(first, last + 1),
    };
  });
}
