import { type Tensor, tensor } from '@xm/tensor-ops';

/**
 * Which rows of a batch agree, from one label a row: 1/n where labels are equal and n rows share the
 * label, 0 elsewhere. A row without a label agrees with itself alone. float32 [batch, batch]
 */
export function agreement(labels: readonly (string | undefined)[]): Tensor {
  const rows = new Map<string | number, number[]>();
  labels.forEach((label, i) => {
    const same = rows.get(label ?? i);
    if (same) same.push(i);
    else rows.set(label ?? i, [i]);
  });
  const size = labels.length;
  const targets = new Float32Array(size * size);
  for (const same of rows.values()) {
    for (const i of same) for (const j of same) targets[i * size + j] = 1 / same.length;
  }
  return tensor(targets, [size, size]);
}
