import type { Judgement } from '@xm/networks';
import { ConfigError, type Tensor } from '@xm/tensor-ops';

/** @throws ConfigError when the critic has no auxiliary classifier. */
export function classLogits({ logits }: Judgement): Tensor {
  if (logits) return logits;
  throw new ConfigError(
    'ganStep: attributes need a critic that gives logits. Build it with `classes`.',
  );
}
