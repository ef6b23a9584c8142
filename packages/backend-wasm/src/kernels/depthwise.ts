import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * Calls `visit` for each pair of an input pixel and an output pixel that a tap of the filter connects,
 * with the offsets of their first channels and of the tap.
 */
export function eachTap(
  g: backend_util.Conv2DInfo,
  visit: (input: number, output: number, tap: number) => void,
): void {
  const multiplier = g.outChannels / g.inChannels;
  for (let image = 0; image < g.batchSize; image++) {
    for (let y = 0; y < g.outHeight; y++) {
      for (let x = 0; x < g.outWidth; x++) {
        const output = ((image * g.outHeight + y) * g.outWidth + x) * g.outChannels;
        for (let i = 0; i < g.filterHeight; i++) {
          const row = y * g.strideHeight + i * g.dilationHeight - g.padInfo.top;
          if (row < 0 || row >= g.inHeight) continue;
          for (let j = 0; j < g.filterWidth; j++) {
            const column = x * g.strideWidth + j * g.dilationWidth - g.padInfo.left;
            if (column < 0 || column >= g.inWidth) continue;
            const input = ((image * g.inHeight + row) * g.inWidth + column) * g.inChannels;
            visit(input, output, (i * g.filterWidth + j) * g.inChannels * multiplier);
          }
        }
      }
    }
  }
}
