import { averageOf, type GanHealth, type GanTerms, gameIn, ganHealth, termsIn } from '@xm/gan';
import {
  disposeParams,
  disposeState,
  mapParams,
  type Params,
  type TrainState,
} from '@xm/tensor-ops';
import { readCodes } from '@xm/vae';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import type { Learner } from '../loop/learner.ts';
import type { Learn } from '../loop/train.ts';
import { readLog } from '../run/log.ts';
import { type Phase, phaseOf, type RunFolder } from '../run/runFolder.ts';
import { encoded, placesIn } from '../vae/encoded.ts';
import { vaeLearner } from '../vae/vaeLearner.ts';
import type { Context } from '../verbs/verb.ts';
import { buildGanModel } from './buildGanModel.ts';
import type { GanModel } from './ganModel.ts';
import { latentLearner } from './latentLearner.ts';

/** What was trained after what. */
export type PhaseName = 'variational' | 'latents';

/** A phase that is over. */
export interface PhaseDone {
  readonly name: PhaseName;
  readonly steps: number;
  /** With what had to be read for it. */
  readonly seconds: number;
}

export interface GanTrained {
  readonly model: GanModel;
  readonly params: Params;
  readonly phases: readonly PhaseDone[];
  /** What was noticed of each game at its end, by the modality that it makes. */
  readonly health: Readonly<Record<string, GanHealth>>;
}

/** Where a phase keeps its state and its log. */
export const phaseIn = (run: RunFolder, name: PhaseName): Phase =>
  name === 'variational' ? run : phaseOf(run, name);

/** Training examples whose latents are drawn from. */
const most = 8000;

/** Trains all phases, each to its end, from the last saved state if there is one. Throws as `train`. */
export async function trainGan(
  run: RunFolder,
  config: ConfigOf<'gan'>,
  data: RunData,
  learn: Learn,
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<GanTrained> {
  const { training, seed, augmentation } = config;
  const { variational, checkpointEvery, mostSkipped } = training;
  const phases: PhaseDone[] = [];
  const health: Record<string, GanHealth> = {};
  const learned = async <Batch>(
    name: PhaseName,
    learner: Learner<Batch>,
    own: { readonly steps: number; readonly batch: number },
    before = 0,
  ): Promise<TrainState> => {
    const course = { seed, augmentation, training: { ...own, checkpointEvery, mostSkipped } };
    const { state, seconds } = await learn(learner, course, phaseIn(run, name));
    phases.push({ name, steps: state.step, seconds: before + seconds });
    return state;
  };
  const model = await buildGanModel(config, data, (line) => void err.write(`Texts    ${line}\n`));
  const { vae } = model;
  err.write('First a variational model\n');
  const first = await learned('variational', vaeLearner(vae, variational), variational);
  disposeParams(first.optimizer);
  const { params } = first;

  const begin = performance.now();
  const places = placesIn(data.train, seed, most);
  const batches = encoded(vae, data.train, places, variational.batch);
  const codes = await readCodes(vae.vae, params, batches, signal);
  const reading = (performance.now() - begin) / 1000;
  err.write('Then generators of its private latents against critics\n');
  const games = latentLearner(model, codes, training.latents, seed);
  const second = await learned('latents', games, training.latents, reading);
  const lines = await readLog(phaseIn(run, 'latents').log);
  const generators: Record<string, Params> = {};
  for (const name of Object.keys(model.games)) {
    generators[name] = copied(averageOf(gameIn(second, name)));
    health[name] = healthOf(lines.map(({ terms }) => termsIn(terms, name)));
  }
  disposeState(second);
  return { model, params: { ...params, generators }, phases, health };
}

const copied = (params: Params): Params => mapParams((x) => x.clone(), params);

/** By the last steps of a game. */
const healthOf = (history: readonly GanTerms[]): GanHealth =>
  ganHealth(history, { window: Math.min(200, history.length) });
