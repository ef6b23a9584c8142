import { type Example, shapes, turnPeriods } from '@xm/data';
import { coherence } from '@xm/metrics';
import type { Params } from '@xm/tensor-ops';
import { askedFactors } from './askedFactors.ts';
import { type JudgeAccuracy, readFactorsOf } from './judge.ts';
import { drawnFor, type JudgeConfig, layoutOfJudge } from './judgeConfig.ts';
import type { Verdict } from './verdicts.ts';

/** How often the params are right about test pictures or videos, which training never shows. */
export async function testJudge(
  config: JudgeConfig,
  params: Params,
  signal?: AbortSignal,
): Promise<JudgeAccuracy> {
  const { testCount: count } = config;
  const source = shapes({ ...drawnFor(config), count, split: 'test' });
  const examples = await Promise.all(Array.from({ length: count }, (_, i) => source.get(i)));
  const { verdicts } = await readFactorsOf(config, params, examples, signal);
  const layout = layoutOfJudge(config);
  const asked = examples.map((example) => askedFactors(example, layout));
  const figures = coherence(
    asked,
    verdicts.map(({ factors }) => factors),
  );
  return { ...figures, rotationError: medianRotationError(examples, verdicts) };
}

function medianRotationError(examples: readonly Example[], verdicts: readonly Verdict[]): number {
  const errors = examples.flatMap(({ factors = {} }, i) => {
    const { factors: seen, rotation } = verdicts[i];
    if (factors['shape'] !== seen.shape) return [];
    const period = turnPeriods[seen.shape];
    const turned = Math.abs(Number(factors['rotation']) - rotation) % period;
    return Math.min(turned, period - turned);
  });
  // With no shape right, nothing is known: as bad as can be.
  return errors.sort((a, b) => a - b)[Math.floor(errors.length / 2)] ?? 180;
}
