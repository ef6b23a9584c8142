import * as fc from 'fast-check';
import type { Example } from '../src/index.ts';

const picture = (width: number, height: number) =>
  fc
    .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
    .map((data) => ({ width, height, channels: 3 as const, data }));
const side = fc.integer({ min: 1, max: 5 });
const someText = fc.string({ unit: 'grapheme', maxLength: 12 });
const noCaption = (factors: Record<string, unknown>) => !Object.hasOwn(factors, 'caption');
const sample = fc.oneof(
  fc.integer({ min: -32768, max: 32767 }).map((step) => step / 32768),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);
const modalities = fc.record(
  {
    image: fc.tuple(side, side).chain(([w, h]) => picture(w, h)),
    text: someText,
    texts: fc.array(someText, { minLength: 2, maxLength: 3 }),
    speech: fc.record({
      sampleRate: fc.integer({ min: 1, max: 200_000 }),
      samples: fc
        .array(sample, { minLength: 1, maxLength: 8 })
        .map((list) => Float32Array.from(list, (x) => x + 0)),
    }),
    video: fc.record({
      frameRate: fc.double({ min: 1e-3, max: 1000, noNaN: true }),
      frames: fc
        .tuple(side, side)
        .chain(([w, h]) => fc.array(picture(w, h), { minLength: 1, maxLength: 3 })),
    }),
    factors: fc
      .dictionary(
        someText,
        fc.oneof(
          someText,
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
        ),
        { minKeys: 1, maxKeys: 3 },
      )
      .filter(noCaption),
  },
  { requiredKeys: [] },
);

/** Examples with any modalities, of which nothing may be lost; none without all, none with the id of another. */
export const anyExamples: fc.Arbitrary<Example[]> = fc.uniqueArray(
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), modalities)
    .map(
      ([id, rest]) => ({ id, ...rest, ...(rest.texts ? { text: rest.texts[0] } : {}) }) as Example,
    )
    .filter((one) => Object.keys(one).length > 1 && !/[\0\ufffd]/.test(one.id)),
  { minLength: 1, maxLength: 4, selector: ({ id }) => id },
);
