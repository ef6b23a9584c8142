import {
  add,
  ConfigError,
  div,
  exp,
  linear,
  mul,
  neg,
  normal,
  type Params,
  type Rng,
  silu,
  split,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  tidy,
  zeros,
} from '@xm/tensor-ops';

export interface AutoregressiveConfig {
  /** Units of each layer's hidden one. */
  readonly width: number;
  /** Layers, of which each sees the latents in the reverse order of the one before: at least two, so that each sees another. */
  readonly depth: number;
}

/** Latents as a simple distribution that is bent, with the density of what comes out. */
export interface AutoregressiveFlow {
  init(rng: Rng): Params;
  /** From latents to noise, in one go: [rows, latents], and log |det ∂noise/∂latents|, [rows]. */
  toNoise(params: Params, z: Tensor): { readonly noise: Tensor; readonly logDet: Tensor };
  /** From noise to latents, one after the other: [rows, latents]. */
  toLatents(params: Params, noise: Tensor): Tensor;
}

/** |log scale| of a layer stays below this. */
const bound = 2;

/**
 * Masked autoregressive layers: uᵢ = (zᵢ − mᵢ(z_<i))·e^(−sᵢ(z_<i)), m and s by one hidden layer whose masks let each see the
 * latents before it alone; every other layer goes from the last latent to the first. It begins near the identity.
 *
 * @throws ConfigError for fewer than one latent, layer or unit.
 * @see Papamakarios et al. 2017, equations 3 to 5; masks as in Germain et al. 2015, equations 12 and 13
 */
export function autoregressiveFlow(
  { width, depth }: AutoregressiveConfig,
  latents: number,
): AutoregressiveFlow {
  for (const [name, count] of Object.entries({ width, depth, latents })) {
    if (!Number.isInteger(count) || count < 1) {
      throw new ConfigError(
        `autoregressiveFlow: ${name} must be a whole number from 1, got ${count}.`,
      );
    }
  }
  const layers = Array.from({ length: depth }, (_, i) => ({
    name: `layer${i}`,
    masks: masksOf(latents, width, i % 2 === 1),
  }));
  const momentsAt = (params: Params, { name, masks }: Layer, z: Tensor): Moments => {
    const p = params[name] as Record<string, Tensor>;
    const into = mul(p['into'], tensor(masks.into, [latents, width]));
    const out = tensor(masks.out, [width, latents]);
    const hidden = silu(linear(z, into, p['intoBias']));
    const raw = linear(hidden, mul(p['logScale'], out), p['logScaleBias']);
    return {
      m: linear(hidden, mul(p['shift'], out), p['shiftBias']),
      s: mul(bound, tanh(div(raw, bound))),
    };
  };
  return {
    init: (rng) => {
      const lots = split(rng, depth);
      return Object.fromEntries(
        layers.map(({ name }, i) => {
          const [a, b, c] = split(lots[i], 3);
          const start = {
            into: normal(a, [latents, width], 0, 1 / Math.sqrt(latents)),
            intoBias: zeros([width]),
            shift: normal(b, [width, latents], 0, 0.1 / Math.sqrt(width)),
            shiftBias: zeros([latents]),
            logScale: normal(c, [width, latents], 0, 0.1 / Math.sqrt(width)),
            logScaleBias: zeros([latents]),
          };
          return [name, start];
        }),
      );
    },
    toNoise: (params, z) =>
      tidy((): never => {
        let [noise, logDet]: Tensor[] = [z, zeros([z.shape[0]])];
        for (const layer of layers) {
          const { m, s } = momentsAt(params, layer, noise);
          noise = mul(sub(noise, m), exp(neg(s)));
          logDet = sub(logDet, sum(s, 1));
        }
        return { noise, logDet } as never;
      }),
    toLatents: (params, noise) =>
      tidy(() => {
        let z = noise;
        for (const layer of [...layers].reverse()) {
          const u = z;
          // Each pass makes one more latent right: that which sees those made so far.
          for (let i = 0; i < latents; i++) {
            const { m, s } = momentsAt(params, layer, z);
            z = add(m, mul(u, exp(s)));
          }
        }
        return z;
      }),
  };
}

interface Moments {
  /** float32 [rows, latents] */
  readonly m: Tensor;
  /** float32 [rows, latents] */
  readonly s: Tensor;
}

interface Layer {
  readonly name: string;
  readonly masks: Masks;
}

/** 1 where a number may pass. */
interface Masks {
  /** [latents][width] */
  readonly into: number[][];
  /** [width][latents] */
  readonly out: number[][];
}

/** Latent i is seen by hidden units of degree i or more, and they by latents beyond their degree. */
function masksOf(latents: number, width: number, isReversed: boolean): Masks {
  const degrees = Array.from({ length: width }, (_, k) => (k % Math.max(1, latents - 1)) + 1);
  const all = Array.from({ length: latents }, (_, i) => (isReversed ? latents - i : i + 1));
  return {
    into: all.map((own) => degrees.map((degree) => Number(degree >= own))),
    out: degrees.map((degree) => all.map((own) => Number(own > degree))),
  };
}
