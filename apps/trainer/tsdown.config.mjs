export default {
  entry: {
    xm: 'src/xm.ts',
    dataWorker: 'src/dataWorker.ts',
    espeakWorker: 'src/speech/espeakWorker.mjs',
  },
  // Installed beside it, never a part of it: its licence is the GPL.
  external: ['@echogarden/espeak-ng-emscripten'],
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  dts: false,
  clean: true,
  sourcemap: true,
};
