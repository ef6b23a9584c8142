import { native } from '@xm/backend-native';
import { wasm } from '@xm/backend-wasm';
import { type Backend, cpu } from '@xm/tensor-ops';
import type { Config } from './config/schema.ts';

const known: Record<Config['backends'][number], () => Backend> = {
  native: () => native(),
  wasm: () => wasm(),
  cpu: () => cpu(),
};

/** The backends of a config, in its order. */
export const backendsOf = (names: Config['backends']): Backend[] =>
  names.map((name) => known[name]());

/** Every backend this program can be told to use, best first. */
export const allBackends = (): Backend[] => backendsOf(['native', 'wasm', 'cpu']);
