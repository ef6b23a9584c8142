export default {
  entry: ['src/xm.ts', 'src/dataWorker.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  dts: false,
  clean: true,
  sourcemap: true,
};
