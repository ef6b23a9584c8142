import { assertSameShape, assertShape, ConfigError, type Tensor } from '@xm/tensor-ops';
import type { Normal } from '../distributions/normal.ts';

/** What one modality says about the latents, and for which rows of the batch it says anything. */
export interface Expert extends Normal {
  /** float32 [batch, 1]: 1 where the modality is there, 0 where it is not. */
  readonly present: Tensor;
}

/** @throws ConfigError without experts, ShapeError when they do not speak of the same latents. */
export function assertExperts(caller: string, experts: readonly Expert[]): void {
  if (experts.length === 0) {
    throw new ConfigError(
      `${caller}: there must be at least one expert. Without any, draw from the prior: sample().`,
    );
  }
  const [{ mu }] = experts;
  for (const expert of experts) {
    assertSameShape(expert.mu, mu, `${caller}: mu`, 'All experts speak of the same latents.');
    assertSameShape(expert.logVar, mu, `${caller}: logVar`, 'One for each mu.');
    assertShape(expert.present, [mu.shape[0], 1], `${caller}: present`, 'One number a row.');
  }
}
