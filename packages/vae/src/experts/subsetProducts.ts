import { clone, mul, type Tensor } from '@xm/tensor-ops';
import type { Expert } from './expert.ts';
import { productOfExperts } from './productOfExperts.ts';

/**
 * The products of all subsets of experts but the empty one, each an expert again: it is there where all of its members are.
 * 2ᴹ − 1 of them; the first is of the first expert alone, the last of all. To be called within `tidy`.
 *
 * @see Sutter et al. 2021, equation 3; the prior counts once in each product
 */
export const subsetProducts = (experts: readonly Expert[]): Expert[] =>
  Array.from({ length: 2 ** experts.length - 1 }, (_, i) => {
    const members = experts.filter((_, m) => ((i + 1) >> m) & 1);
    const present = members.map((member) => member.present);
    return { ...productOfExperts(members), present: allOf(present) };
  });

const allOf = ([first, ...others]: readonly Tensor[]): Tensor =>
  others.reduce((all, one) => mul(all, one), clone(first));
