// The module of a team of threads.
export { run, scratchBytes } from './index';
export { serve, share } from './team';
