import type { Layer, Mode } from '../network.ts';
import { add, tidy } from '../ops.ts';
import type { Params } from '../params/params.ts';
import { fold, split } from '../random/rng.ts';
import { gelu } from './activations.ts';
import { multiHeadAttention, type Sequence } from './attention.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { layerNorm } from './normalisation.ts';

export interface TransformerOptions {
  heads: number;
  /** Units of the inner layer; four times `dim` if not given. */
  hidden?: number;
  dropout?: number;
  /** No position sees those after it. */
  causal?: boolean;
}

/**
 * Pre-norm: x + attention(norm(x)), then x + mlp(norm(x)), mlp = dense, GELU, dense.
 *
 * @see Xiong et al. 2020 for why the norm comes first
 */
export function transformerBlock(dim: number, options: TransformerOptions): Layer<Sequence> {
  const hidden = options.hidden ?? 4 * dim;
  const attention = multiHeadAttention(dim, options.heads, { causal: options.causal ?? false });
  const norms = [layerNorm(dim), layerNorm(dim)];
  const [expand, contract] = [dense(dim, hidden), dense(hidden, dim)];
  const drop = dropout(options.dropout ?? 0);
  const at = (mode: Mode, label: string): Mode =>
    mode.training ? { training: true, rng: fold(mode.rng, label) } : mode;
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return {
        norm1: norms[0].init(rng),
        attention: attention.init(a),
        norm2: norms[1].init(rng),
        expand: expand.init(b),
        contract: contract.init(c),
      };
    },
    apply: (params, { x, mask }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const normed = norms[0].apply(p['norm1'], x, mode);
        const seen = attention.apply(
          p['attention'],
          mask ? { x: normed, mask } : { x: normed },
          mode,
        );
        const y = add(x, drop.apply({}, seen, at(mode, 'attention')));
        const inner = gelu(expand.apply(p['expand'], norms[1].apply(p['norm2'], y, mode), mode));
        const out = contract.apply(p['contract'], inner, mode);
        return add(y, drop.apply({}, out, at(mode, 'mlp')));
      }),
  };
}
