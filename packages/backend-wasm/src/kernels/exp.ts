import type { Kernel } from '../kernel.ts';
import { compiledElementwise } from './compiledElementwise.ts';

/** eˣ by a polynomial, four numbers at a time. Stock calls a function for each. */
export const exp: Kernel = compiledElementwise('Exp', 'exp');
