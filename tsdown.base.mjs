/** Every package builds to ESM and CJS, each with its types. */
export const library = (entry = ['src/index.ts']) => ({
  entry,
  format: ['esm', 'cjs'],
  dts: { oxc: true },
  platform: 'neutral',
  target: 'es2022',
  sourcemap: true,
  clean: true,
  outputOptions: { exports: 'named' },
  inputOptions: { resolve: { conditionNames: ['import', 'default'] } },
});
