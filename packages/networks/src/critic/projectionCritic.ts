import {
  add,
  assertShape,
  concat,
  dense,
  leakyRelu,
  mul,
  type Network,
  type Params,
  split,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

export interface CriticInput {
  /** What is judged: [batch, …] as the trunk takes it. */
  readonly x: Tensor;
  /** What it should show: float32 [batch, condition], a class, an embedding. */
  readonly condition: Tensor;
}

export interface Judgement {
  /** float32 [batch, 1]: high for real ones that fit their condition. */
  readonly score: Tensor;
  /** float32 [batch, features] */
  readonly features: Tensor;
  /** float32 [batch, classes]: what an auxiliary classifier reads from the features, if there is one. */
  readonly logits?: Tensor;
}

export interface ProjectionOptions {
  /** Length of what the trunk gives. */
  readonly features: number;
  /** Length of a condition. */
  readonly condition: number;
  /** How many an auxiliary classifier tells apart; 0, as unless told otherwise, leaves it out. */
  readonly classes?: number;
  /** Whether the trunk, too, is given the condition, behind an x of rows: where what goes with what is no matter of linearity. */
  readonly joint?: boolean;
}

/**
 * A score of x under a condition c: ψ(c)·φ(x) + v·φ(x), φ the trunk's features after a leaky ReLU (0.2), ψ linear:
 * for a class as a one-hot row, its learned vector. An auxiliary classifier is linear in φ, too.
 *
 * @param trunk any network from x to float32 [batch, features]; of a joint one from [x, c]
 * @see Miyato and Koyama 2018, equation 3; Odena et al. 2017 for the classifier
 */
export function projectionCritic(
  trunk: Network,
  options: ProjectionOptions,
): Network<CriticInput, Judgement> {
  const { features, condition, classes = 0, joint = false } = options;
  const toScore = dense(features, 1);
  const project = dense(condition, features, { bias: false, gain: 1 / Math.sqrt(features) });
  const classify = dense(features, classes);
  return {
    config: { trunk: trunk.config, features, condition, classes, ...(joint && { joint }) },
    init: (rng) => {
      const [a, b, c, d] = split(rng, 4);
      const own = {
        trunk: trunk.init(a),
        score: toScore.init(b),
        projection: project.init(c),
      };
      return classes > 0 ? { ...own, classifier: classify.init(d) } : own;
    },
    apply: (params, { x, condition: row }, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const remedy = 'One row an example.';
        assertShape(row, [x.shape[0], condition], 'projectionCritic: condition', remedy);
        const seen = joint ? concat([x, row], 1) : x;
        const found = leakyRelu(trunk.apply(p['trunk'], seen, mode), 0.2);
        const fit = sum(mul(project.apply(p['projection'], row, mode), found), 1, true);
        const score = add(toScore.apply(p['score'], found, mode), fit);
        if (classes === 0) return { score, features: found };
        return { score, features: found, logits: classify.apply(p['classifier'], found, mode) };
      }),
  };
}
