import { registerRepairs } from './repairs.ts';

let registered: Promise<void> | undefined;

/**
 * Registers the gradients of every operation, core's own and the repaired ones. Backends call it when
 * they start; calling it again does nothing.
 */
export function registerGradients(): Promise<void> {
  registered ??= import('./core.ts').then(registerRepairs);
  return registered;
}
