import { env, scalar, setBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';
import { BackendError } from './errors.ts';
import { registerGradients } from './gradients/register.ts';

/** Plain JavaScript: runs everywhere, slowly. The reference that other backends are compared with. */
export const cpu = (): Backend => ({
  name: 'cpu',
  probe: async () => ({ ok: true, detail: 'plain JavaScript, one thread' }),
  start: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await registerGradients();
    if (!(await setBackend('cpu'))) {
      throw new BackendError('cpu: tfjs-backend-cpu did not start. Reinstall @xm/tensor-ops.');
    }
    makeFirstTensorQuietly();
  },
});

/** In Node the backend's first tensor prints advice to install tfjs-node, unless in production. */
function makeFirstTensorQuietly(): void {
  const production = env().getBool('PROD');
  env().set('PROD', true);
  scalar(0).dispose();
  env().set('PROD', production);
}
