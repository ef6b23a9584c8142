import { type Random, random, shapes } from '@xm/data';
import { dispose, disposeParams, inference, type Params, tensor, tidy } from '@xm/tensor-ops';
import { drawnFor, layoutOfJudge, type VideoJudgeConfig } from './judgeConfig.ts';
import { featureCount, judgeNetwork, videoHead } from './judgeNetwork.ts';
import { type JudgeBatch, judgeObjective } from './judgeObjective.ts';
import { poseLength } from './layout.ts';
import { type LearnOptions, learn } from './learn.ts';
import { roughPixels } from './pixels.ts';
import { type Targets, targetsOf } from './targets.ts';

/**
 * Teaches a judge of videos: what a judge of pictures sees in the frames of training videos of `shapes`,
 * roughened, is looked at once, and a head over all frames of a video learned from it.
 *
 * @param eyes params of the judge of pictures; they are part of the result
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; the signal's reason when aborted. Then `eyes` are freed.
 */
export async function trainVideoJudge(
  config: VideoJudgeConfig,
  eyes: Params,
  { signal, onProgress }: LearnOptions = {},
): Promise<Params> {
  const { seed, steps, batch, encoder } = config;
  const looks = Math.ceil(encoder.videos / atOnce);
  const total = looks + steps;
  try {
    const known = await watched(config, eyes, {
      signal,
      onProgress: (look) => onProgress?.(look, total),
    });
    const network = videoHead(config);
    const head = await learn<JudgeBatch>(
      {
        ...config,
        init: network.init,
        objective: judgeObjective(network, layoutOfJudge(config)),
        batch: async (step) => drawn(known, batch, random(seed, step)),
      },
      { signal, onProgress: (step) => onProgress?.(looks + step, total) },
    );
    return { eyes, ...head };
  } catch (error) {
    disposeParams(eyes);
    throw error;
  }
}

/** Videos that are looked at together. */
const atOnce = 32;

/** What was seen in videos, a row each, and what is right. */
interface Watched extends Targets {
  readonly seen: Float32Array;
  readonly count: number;
}

async function watched(
  config: VideoJudgeConfig,
  eyes: Params,
  { signal, onProgress }: LearnOptions,
): Promise<Watched> {
  const { eyes: eyesConfig, time, videos: count } = config.encoder;
  const source = shapes({ ...drawnFor(config), count });
  const layout = layoutOfJudge(config);
  const network = judgeNetwork(eyesConfig);
  const roughened = roughPixels(config);
  const each = time * featureCount;
  const { size } = eyesConfig.encoder;
  const known = {
    count,
    seen: new Float32Array(count * each),
    words: new Float32Array(count * layout.words),
    pose: new Float32Array(count * poseLength),
    counts: new Float32Array(count * poseLength),
  };
  for (let first = 0; first < count; first += atOnce) {
    signal?.throwIfAborted();
    const length = Math.min(atOnce, count - first);
    const indices = Array.from({ length }, (_, i) => first + i);
    const examples = await Promise.all(indices.map((index) => source.get(index)));
    const { values } = roughened(examples, first);
    const frames = tensor(values, [length * time, size, size, 3]);
    const features = tidy(() => network.apply(eyes, frames, inference).features);
    known.seen.set((await features.data()) as Float32Array, first * each);
    dispose([frames, features]);
    const { words, pose, counts } = targetsOf(examples, layout);
    known.words.set(words, first * layout.words);
    known.pose.set(pose, first * poseLength);
    known.counts.set(counts, first * poseLength);
    onProgress?.(Math.ceil((first + length) / atOnce), Math.ceil(count / atOnce));
  }
  return known;
}

/** So many of the videos, drawn at random. */
function drawn(known: Watched, batch: number, chance: Random): JudgeBatch {
  const rows = Array.from({ length: batch }, () => chance.integer(known.count));
  const taken = (values: Float32Array) => {
    const each = values.length / known.count;
    const some = new Float32Array(batch * each);
    rows.forEach((row, i) => {
      some.set(values.subarray(row * each, (row + 1) * each), i * each);
    });
    return tensor(some, [batch, each]);
  };
  const { seen, words, pose, counts } = known;
  return { seen: taken(seen), words: taken(words), pose: taken(pose), counts: taken(counts) };
}
