import { type ConvConfig, convEncoder, type GridDecoderConfig, gridDecoder } from '@xm/networks';
import {
  add,
  ConfigError,
  dense,
  div,
  fold,
  inference,
  type Mode,
  mean,
  mul,
  type Objective,
  type Params,
  type Rng,
  reshape,
  type Scalar,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { ScaleValue } from '../channels/channel.ts';
import { type PixelLikelihoodConfig, pixelLikelihood } from '../channels/pixelLikelihood.ts';
import { type PixelScale, type Pixels, readPixels, seen } from '../channels/pixels.ts';
import { assertGrid, assertTokens, type TokenGrid } from './assertTokens.ts';
import { measureScale } from './measureScale.ts';
import { type RenewOptions, renewCodes } from './renewCodes.ts';
import { type CodebookConfig, type VectorQuantiser, vectorQuantiser } from './vectorQuantiser.ts';

/** Plain JSON. Saved beside the params, it is all that is needed to use them again. */
export interface VqVaeConfig extends PixelLikelihoodConfig {
  readonly encoder: Omit<ConvConfig, 'pooling'>;
  readonly codebook: CodebookConfig;
  /** As many stages and as large a patch as give back what the encoder cut. */
  readonly decoder: Omit<GridDecoderConfig, 'channels'>;
  /** β, the weight of the commitment loss: 0.25 unless told otherwise. */
  readonly commitment?: number;
  /** What the encoder sees pixels by: see `seen`. */
  readonly pixels?: PixelScale;
}

export interface VqVae {
  readonly config: VqVaeConfig;
  /** Of the tokens that a picture becomes: what `tokenPrior` is built by. */
  readonly grid: TokenGrid;
  readonly quantiser: VectorQuantiser;
  /** `{ encoder, head, quantiser, decoder }` */
  init(rng: Rng): Params;
  /** Of pictures, float32 [batch, size, size, 3], 0…1. See `vqVae`. */
  objective(): Objective<Tensor>;
  /** What the encoder gives before it is quantised: float32 [batch, rows, columns, width]. */
  look(params: Params, pictures: Tensor, mode: Mode): Tensor;
  /** int32 [batch, rows, columns] */
  encode(params: Params, pictures: Tensor): Tensor;
  /**
   * What is painted for tokens, as pixels.
   *
   * @throws DataError for a token that is none of the codes.
   */
  decode(params: Params, tokens: Tensor): Promise<Pixels>;
  /** `decode` of `encode`. */
  reconstruct(params: Params, pictures: Tensor): Promise<Pixels>;
  /** −log p(picture | tokens), summed over a picture: float32 [batch], nats. `scale` goes before the config's. */
  surprise(params: Params, pictures: Tensor, tokens: Tensor, scale?: ScaleValue): Tensor;
  /** See `measureScale`. */
  measureScale(
    params: Params,
    batches: AsyncIterable<Tensor> | Iterable<Tensor>,
  ): Promise<ScaleValue>;
  /** See `renewCodes`. */
  renewCodes(params: Params, pictures: Tensor, options: RenewOptions): Promise<Params>;
}

/**
 * Pictures as grids of tokens, and back: an encoder gives a vector for each square, a codebook a token for each vector, and
 * a decoder paints what the codes of the tokens say. Which tokens go together `tokenPrior` learns afterwards.
 *
 * The objective, to be minimised, is
 *
 *   −log p(x | e)/numbers + ‖sg(z) − e‖² + β·‖z − sg(e)‖²
 *
 * with the surprise at a picture over how many numbers it has, so that the other two, means over the grid, need no other β for
 * larger pictures. The gradient of the first goes straight through to the encoder, and the codes have none of it. Terms:
 * `nll`, nats a picture; `codebook`, `commitment`, `perplexity`.
 * @throws ConfigError when a part cannot be built, or the decoder does not give back the squares that the encoder cuts.
 * @see van den Oord et al. 2017, equation 3
 */
export function vqVae(config: VqVaeConfig): VqVae {
  const { encoder: seer, codebook, commitment = 0.25, pixels } = config;
  if (!(commitment >= 0 && commitment < Infinity)) {
    throw new ConfigError(
      `commitment: it must be a number from 0, got ${commitment}. 0.25 is usual.`,
    );
  }
  const encoder = convEncoder({ ...seer, pooling: 'flatten' });
  const side = sameSquares(config);
  const likelihood = pixelLikelihood(config, 3);
  const head = dense(seer.widths[seer.widths.length - 1], codebook.width);
  const quantiser = vectorQuantiser(codebook);
  const decoder = gridDecoder({ ...config.decoder, channels: likelihood.outputs }, codebook.width);
  const grid = { codes: codebook.codes, rows: seer.size / side, columns: seer.size / side };
  const part = (params: Params, name: string): Params => params[name] as Params;
  const look = (params: Params, pictures: Tensor, mode: Mode): Tensor =>
    tidy(() => {
      const features = encoder.apply(part(params, 'encoder'), seen(pictures, pixels), mode);
      const cells = reshape(features, [pictures.shape[0], grid.rows, grid.columns, -1]);
      return head.apply(part(params, 'head'), cells, mode);
    });
  const make = (params: Params, tokens: Tensor): Tensor =>
    tidy(() => {
      const codes = quantiser.lookUp(part(params, 'quantiser'), tokens);
      return decoder.apply(part(params, 'decoder'), codes, inference);
    });
  const encode = (params: Params, pictures: Tensor): Tensor =>
    tidy(() => {
      const z = look(params, pictures, inference);
      return quantiser.quantise(part(params, 'quantiser'), z).tokens;
    });
  const paint = (params: Params, tokens: Tensor): Tensor =>
    tidy(() => likelihood.shown(make(params, tokens)));
  const vq: VqVae = {
    config,
    grid,
    quantiser,
    init: (rng) => ({
      encoder: encoder.init(fold(rng, 'encoder')),
      head: head.init(fold(rng, 'head')),
      quantiser: quantiser.init(fold(rng, 'quantiser')),
      decoder: decoder.init(fold(rng, 'decoder')),
    }),
    objective: () => (params, pictures, rng) => {
      const z = look(params, pictures, { training: true, rng: fold(rng, 'see') });
      const quantised = quantiser.quantise(part(params, 'quantiser'), z);
      const mode = { training: true, rng: fold(rng, 'make') } as const;
      const made = decoder.apply(part(params, 'decoder'), quantised.vectors, mode);
      const nll = mean(likelihood.negativeLogLikelihood(made, pictures)) as Scalar;
      const { codebook, commitment: committed, perplexity } = quantised;
      const each = div(nll, pictures.size / pictures.shape[0]);
      const loss = add(add(each, codebook), mul(commitment, committed)) as Scalar;
      return { loss, terms: { nll, codebook, commitment: committed, perplexity } };
    },
    look,
    encode,
    decode: async (params, tokens) => {
      await assertTokens(tokens, grid, 'decode: tokens');
      return readPixels(paint(params, tokens));
    },
    reconstruct: (params, pictures) =>
      readPixels(tidy(() => paint(params, encode(params, pictures)))),
    surprise: (params, pictures, tokens, scale) =>
      tidy(() => {
        assertGrid(tokens, grid, 'surprise: tokens');
        return likelihood.negativeLogLikelihood(make(params, tokens), pictures, scale);
      }),
    measureScale: (params, batches) =>
      measureScale(likelihood, (pictures) => make(params, encode(params, pictures)), batches),
    renewCodes: (params, pictures, options) => renewCodes(vq, params, pictures, options),
  };
  return vq;
}

/** Side of the squares that both cut a picture into, in pixels. */
function sameSquares({ encoder, decoder }: VqVaeConfig): number {
  const [cut, painted] = [encoder, decoder].map(
    ({ patch, widths }) => patch * 2 ** (widths.length - 1),
  );
  if (cut === painted) return cut;
  throw new ConfigError(
    `decoder: patch·2^(stages − 1) must be the encoder's, ${cut} pixels, got ${painted}. ` +
      'Give both as many widths and the same patch.',
  );
}
