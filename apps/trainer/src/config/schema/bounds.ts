import { z } from 'zod';

/** A number between bounds, told in words when it is not. */
export const between = (low: number, high: number) => z.number().min(low).max(high);
export const count = (low: number, high: number) => z.number().int().min(low).max(high);
