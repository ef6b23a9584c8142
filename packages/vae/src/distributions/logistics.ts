import {
  add,
  assertShape,
  cast,
  clipByValue,
  div,
  exp,
  expandDims,
  greaterEqual,
  lessEqual,
  log,
  logSoftmax,
  max,
  mul,
  neg,
  reshape,
  softmax,
  softplus,
  splitTensor,
  squeeze,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** Numbers for each pixel: of each component a share, and a mean and a scale for each colour. */
export const logisticsOutputs = (components: number, colours: number): number =>
  components * (1 + 2 * colours);

/** Half the step of a byte, pixels being 0…1. */
const half = 0.5 / 255;
/** Bounds of log s, and where it begins: s from a tenth of a byte's step to many pictures' range. */
const [narrowest, widest, beginning] = [-8, 2, -2];

/**
 * −log Σ_k πₖ·Π_colours (σ((x + ½ − μₖ)/sₖ) − σ((x − ½ − μₖ)/sₖ)) of pixels that are bytes, summed over what one example
 * holds, with the step of a byte for 1. All that lies below 0 belongs to 0, and all above 255 to 255.
 *
 * A likelihood of bytes, and no density: never below 0. The colours of a pixel share a component, without the further
 * dependence of equation 3. The difference is taken as σ(a)·σ(−b)·(1 − e^(b − a)), which loses nothing where both are near
 * 0 or 1.
 * @param x float32 [batch, …, colours], 0…1, rounded to bytes
 * @param made float32 [batch, …, components·(1 + 2·colours)]: logits of π, then μ in 0…1, then log s + 2, component by
 * component; log s is kept within −8…2
 * @returns float32 [batch], nats
 * @throws ShapeError when the shapes do not belong together.
 * @see Salimans et al. 2017 (PixelCNN++), equation 2. Golden values: numpy in double precision.
 */
export function logisticsNll(x: Tensor, made: Tensor): Tensor {
  const colours = x.shape[x.rank - 1] as number;
  const components = (made.shape[made.rank - 1] as number) / (1 + 2 * colours);
  const outputs = logisticsOutputs(Math.max(1, Math.round(components)), colours);
  const shape = [...x.shape.slice(0, -1), outputs];
  assertShape(made, shape, 'logisticsNll: made', 'Shares, means and scales for each pixel.');
  return tidy(() => {
    const { logits, means, logScales } = partsOf(made, colours);
    const bytes = cast(cast(add(mul(x, 255), 0.5), 'int32'), 'float32');
    const [isInside, isAbove, isBelow] = edges(bytes);
    const off = sub(expandDims(div(bytes, 255), -2), means);
    const inverse = exp(neg(logScales));
    const fromBelow = softplus(neg(mul(add(off, half), inverse)));
    const fromAbove = softplus(mul(sub(off, half), inverse));
    const width = log(sub(1, exp(mul(-2 * half, inverse))));
    const outside = add(mul(fromBelow, isBelow), mul(fromAbove, isAbove));
    const each = sum(sub(mul(width, isInside), outside), -1);
    const joint = add(logSoftmax(logits), each);
    const greatest = stopGradient(max(joint, -1, true));
    const pixels = add(log(sum(exp(sub(joint, greatest)), -1)), squeeze(greatest, [-1]));
    return neg(sum(reshape(pixels, [x.shape[0], -1]), 1));
  });
}

/** The mean Σ_k πₖ·μₖ of each pixel: float32 [batch, …, colours]. */
export const logisticsMean = (made: Tensor, colours: number): Tensor =>
  tidy(() => {
    const { logits, means } = partsOf(made, colours);
    return sum(mul(expandDims(softmax(logits), -1), means), -2);
  });

/** 1 where both bounds count; where the upper one does, and where the lower one: [batch, …, 1, colours] each. */
function edges(bytes: Tensor): [inside: Tensor, above: Tensor, below: Tensor] {
  const isLowest = expandDims(cast(lessEqual(bytes, 0), 'float32'), -2);
  const isHighest = expandDims(cast(greaterEqual(bytes, 255), 'float32'), -2);
  return [sub(sub(1, isLowest), isHighest), sub(1, isLowest), sub(1, isHighest)];
}

/** logits [batch, …, components]; means and logScales [batch, …, components, colours] */
function partsOf(made: Tensor, colours: number) {
  const outputs = made.shape[made.rank - 1] as number;
  const components = outputs / (1 + 2 * colours);
  const sizes = [components, components * colours, components * colours];
  const [logits, means, scales] = splitTensor(made, sizes, -1);
  const each = (x: Tensor): Tensor => reshape(x, [...made.shape.slice(0, -1), components, colours]);
  const logScales = clipByValue(add(each(scales), beginning), narrowest, widest);
  return { logits, means: each(means), logScales };
}
