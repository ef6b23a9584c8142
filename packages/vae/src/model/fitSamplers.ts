import {
  adamW,
  ConfigError,
  clipByGlobalNorm,
  createRng,
  dispose,
  disposeParams,
  disposeState,
  fold,
  initialState,
  type Params,
  type Rng,
  type Tensor,
  trainStep,
  warmUpCosine,
} from '@xm/tensor-ops';
import { spreadOf } from '../flow/spread.ts';
import { type CodeRow, readCodes } from './codeRows.ts';
import { drawCodes, drawRows } from './drawCodes.ts';
import { fitMixtureSampler } from './fitMixtureSampler.ts';
import type { Model, Parts } from './latentCode.ts';
import type { LearnedSampler, SamplerParams } from './latentSampler.ts';
import { type Drawn, samplerObjective } from './samplers.ts';
import { turn } from './turn.ts';
import type { VaeBatch } from './vaeBatch.ts';

export interface FitSamplersOptions {
  /** Of each that learns by gradients: 2,000 unless told otherwise; see `samplerSteps`. Of a mixture rounds at most: 200. */
  readonly steps?: number;
  /** Rows of a step: 512 of a flow and 256 of an autoregressive sampler unless told otherwise. */
  readonly batch?: number;
  /** The peak of the learning rate: 0.002 unless told otherwise. */
  readonly learningRate?: number;
  readonly seed?: number;
  /** Told after each step what is fitted, and the loss. */
  readonly onStep?: (drawn: Drawn, step: number, loss: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The second stage: fits what draws latents to each part of the latents as a trained model fills them, which is not as their prior has
 * it. Without it, what is drawn from the prior decodes to what lies between examples.
 *
 * @param batches examples to encode, each once; they are borrowed
 * @returns `{ shared, [modality] }`, for use as `samplers` beside the model's params
 * @throws ConfigError when no example has a modality whose latents are to be drawn; the signal's reason when aborted.
 * @see Dai and Wipf 2019, section 4; mixtures as in Ghosh et al. 2020
 */
export async function fitSamplers(
  parts: Parts,
  params: Params,
  batches: AsyncIterable<VaeBatch> | Iterable<VaeBatch>,
  options: FitSamplersOptions = {},
): Promise<Params> {
  const rows = await readCodes(parts, params, batches, options.signal);
  const fitted: Record<string, Params> = {};
  try {
    for (const [name, sampler] of Object.entries(parts.samplers) as [Drawn, Fitted][]) {
      const own = name === 'shared' ? rows : rows.filter((row) => row[name] !== undefined);
      if (own.length === 0) {
        throw new ConfigError(`fitSamplers: some example must have ${name}, none has.`);
      }
      fitted[name] =
        sampler.kind === 'mixture'
          ? await fitMixtureSampler(name, sampler, own, { parts, params }, options)
          : await fit(name, sampler, own, { parts, params }, options);
    }
  } catch (error) {
    disposeParams(fitted);
    throw error;
  }
  return fitted;
}

type Fitted = NonNullable<Parts['samplers'][Drawn]>;

/**
 * How many steps what draws some latents learns in, of so many that are asked for. Shared latents that are drawn one after the other take a
 * quarter: mostly there are more of them than private ones, so that a step takes longer, and they are known less narrowly.
 */
export const samplerSteps = (name: string, { kind }: Pick<Fitted, 'kind'>, steps = 2000): number =>
  name === 'shared' && kind === 'autoregressive' ? Math.ceil(steps / 4) : steps;

async function fit(
  name: Drawn,
  sampler: LearnedSampler,
  rows: readonly CodeRow[],
  model: Model,
  options: FitSamplersOptions,
): Promise<Params> {
  const { batch = sampler.batch, learningRate = 0.002, seed = 0, onStep, signal } = options;
  const steps = samplerSteps(name, sampler, options.steps);
  const warmUp = Math.min(50, Math.ceil(steps / 10));
  const schedule = warmUpCosine({ peak: learningRate, warmUp, steps });
  const optimizer = clipByGlobalNorm(clip, adamW({ learningRate: schedule, weightDecay: 0 }));
  const rng = fold(createRng(seed), name);
  const spreads = spreadsOf(model, rows, name, rng);
  const { network, ...unit } = sampler.init(fold(rng, 'init'));
  disposeParams(unit);
  const step = trainStep(samplerObjective(sampler, spreads), optimizer);
  let state = initialState(network, optimizer, fold(rng, 'train'));
  try {
    while (state.step < steps) {
      signal?.throwIfAborted();
      const some = drawRows(rows, batch, fold(fold(rng, 'rows'), state.step));
      const codes = drawCodes(model.parts, some, name, fold(state.rng, state.step), model.params);
      const next = step(state, codes);
      dispose(codes as never);
      disposeState(state);
      state = next.state;
      if (onStep) onStep(name, state.step, (await next.terms['loss'].data())[0]);
      dispose(next.terms as unknown as Record<string, Tensor>);
      await turn();
    }
  } catch (error) {
    disposeState(state);
    disposeParams(spreads);
    throw error;
  }
  disposeParams(state.optimizer);
  return { ...spreads, network: state.params };
}

/** What the gradient's global norm is at most: a density that is narrow somewhere is steep. */
const clip = 5;

/** Rows that tell how far latents spread. */
const many = 2048;

function spreadsOf(
  { parts, params }: Model,
  rows: readonly CodeRow[],
  name: Drawn,
  rng: Rng,
): Omit<SamplerParams, 'network'> {
  const some = drawRows(rows, many, fold(rng, 'spread'));
  const codes = drawCodes(parts, some, name, fold(rng, 'shared'), params);
  const { shared, own } = codes;
  const spreads = own
    ? { latents: spreadOf(own), condition: spreadOf(shared) }
    : { latents: spreadOf(shared) };
  dispose(codes as never);
  return spreads;
}
