/** An affine map of colours, rows for red, green, blue: three weights and what is added (0…255). */
export type ColourMatrix = Float64Array;

/** How a colour changes; 1, 1, 1 and 0 leave it as it is. */
export interface ColourChange {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Degrees on the colour circle. */
  readonly hue: number;
}

/** The luminance of linear sRGB, as the specification below rounds it. */
const luminance = [0.213, 0.715, 0.072];
/** A quarter turn of hue. */
const turn = [
  [-0.213, -0.715, 0.928],
  [0.143, 0.14, -0.283],
  [-0.787, 0.715, 0.072],
];

/**
 * M = b·c·(L + s·cos h·(I − L) + s·sin h·T), added 127.5·(1 − c): contrast keeps middle grey,
 * saturation s and hue h keep greys. L has the luminance in each row, T turns the hue by 90°.
 *
 * @see W3C Filter Effects, feColorMatrix types saturate and hueRotate.
 */
export function colourMatrix(change: ColourChange): ColourMatrix {
  const { brightness, contrast, saturation, hue } = change;
  const gain = brightness * contrast;
  const cosine = saturation * Math.cos((hue * Math.PI) / 180);
  const sine = saturation * Math.sin((hue * Math.PI) / 180);
  const matrix = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const grey = luminance[column];
      const own = row === column ? 1 : 0;
      matrix[4 * row + column] = gain * (grey + cosine * (own - grey) + sine * turn[row][column]);
    }
    matrix[4 * row + 3] = 127.5 * (1 - contrast);
  }
  return matrix;
}
