/** How one sample lies in a file: how many bytes it takes, and how it is read. */
export interface SampleFormat {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

/** Whole numbers of so many bits: −2^(bits−1) becomes −1. Eight bits are counted from 128. */
const integers: Record<number, SampleFormat> = {
  8: { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 2 ** 7 },
  16: { bytes: 2, read: (view, at) => view.getInt16(at, true) / 2 ** 15 },
  24: {
    bytes: 3,
    read: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  },
  32: { bytes: 4, read: (view, at) => view.getInt32(at, true) / 2 ** 31 },
};

const floats: Record<number, SampleFormat> = {
  32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

/** Both laws keep a sign, three bits of segment and four of what is inside it (ITU-T G.711). */
function muLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return (bits & 128 ? -magnitude : magnitude) / 2 ** 15;
}

function aLaw(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits >> 4) & 7;
  const inside = ((bits & 15) << 4) + 8;
  const magnitude = segment === 0 ? inside : (inside + 256) << (segment - 1);
  return (bits & 128 ? magnitude : -magnitude) / 2 ** 15;
}

const byLaw = (law: (byte: number) => number): SampleFormat => ({
  bytes: 1,
  read: (view, at) => law(view.getUint8(at)),
});

/** By the number of the encoding in a WAV file, then by bits a sample. */
export const sampleFormats: Record<number, Record<number, SampleFormat>> = {
  1: integers,
  3: floats,
  6: { 8: byLaw(aLaw) },
  7: { 8: byLaw(muLaw) },
};
