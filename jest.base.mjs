import { fileURLToPath } from 'node:url';

/** Shared by every package: sources are tested as they stand, so `--watch` needs no build. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFiles: [fileURLToPath(new URL('./tools/seedProperties.mjs', import.meta.url))],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@xm/source', 'require', 'node', 'default'] },
  transform: {
    '\\.(ts|js|mjs)$': [
      fileURLToPath(import.meta.resolve('@swc/jest')),
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  // tfjs ships the registration of its gradients as ES modules only; opus-decoder and hyparquet all they have.
  transformIgnorePatterns: [
    '/node_modules/(?!.*(@tensorflow/tfjs-core/dist/(?!tf-core)|opus-decoder|@wasm-audio-decoders|simple-yenc|hyparquet|hysnappy))',
  ],
  extensionsToTreatAsEsm: [],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
};
