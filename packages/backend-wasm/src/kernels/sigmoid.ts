import type { Kernel } from '../kernel.ts';
import { compiledElementwise } from './compiledElementwise.ts';

/** 1/(1 + e⁻ˣ), four numbers at a time. */
export const sigmoid: Kernel = compiledElementwise('Sigmoid', 'sigmoid');
