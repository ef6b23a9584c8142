import type { Numbers } from '@xm/data';
import { type Tensor, tensor } from '@xm/tensor-ops';

export const tensorOf = ({ values, shape }: Numbers): Tensor => tensor(values, shape);
