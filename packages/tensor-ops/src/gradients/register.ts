import { registerRepairs } from './repairs.ts';

let registered: Promise<unknown> | undefined;

/**
 * Registers the gradients of every operation, core's own and the repaired ones. Backends call it when
 * they start. Calling it again repairs them again, should another copy of core have registered its own.
 */
export function registerGradients(): Promise<void> {
  registered ??= import('./core.ts');
  return registered.then(registerRepairs);
}
