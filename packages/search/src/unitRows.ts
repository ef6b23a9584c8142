/** The same vectors, each of length 1. float32 [rows · dim], none of them all zeros. */
export function unitRows(vectors: Float32Array, dim: number): Float32Array {
  const result = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dim) {
    // In doubles the squares of float32 neither overflow nor vanish.
    let sum = 0;
    for (let i = start; i < start + dim; i++) sum += vectors[i] * vectors[i];
    const length = Math.sqrt(sum);
    for (let i = start; i < start + dim; i++) result[i] = vectors[i] / length;
  }
  return result;
}
