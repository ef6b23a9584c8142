/** Every package builds to ESM and CJS, each with its types. */
export const library = (entry = ['src/index.ts']) => ({
  entry,
  format: ['esm', 'cjs'],
  fixedExtension: true,
  dts: { oxc: true },
  platform: 'neutral',
  target: 'es2022',
  sourcemap: false,
  clean: true,
  logLevel: 'error',
});
