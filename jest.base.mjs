import { fileURLToPath } from 'node:url';

/** Shared by every package: sources are tested as they stand, so `--watch` needs no build. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Jest leaves one core free unless told otherwise: of two, half.
  maxWorkers: '100%',
  setupFiles: [fileURLToPath(new URL('./tools/seedProperties.mjs', import.meta.url))],
  // A test file runs in a context of its own, where looking up a global costs more than most arithmetic; these are passed in.
  sandboxInjectedGlobals: [
    'Array',
    'Boolean',
    'Error',
    'Float32Array',
    'Float64Array',
    'Int32Array',
    'Map',
    'Math',
    'Number',
    'Object',
    'Promise',
    'Set',
    'String',
    'Symbol',
    'Uint8Array',
    'Uint32Array',
    'WeakMap',
  ],
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
  // The one gradient of tfjs that reaches for all of it, once more and module by module.
  moduleNameMapper: { '^\\.\\./base$': '@tensorflow/tfjs-core' },
  // tfjs ships the registration of its gradients as ES modules only; opus-decoder and hyparquet all they have.
  transformIgnorePatterns: [
    '/node_modules/(?!.*(@tensorflow/tfjs-core/dist/(?!tf-core)|opus-decoder|@wasm-audio-decoders|simple-yenc|hyparquet|hysnappy))',
  ],
  extensionsToTreatAsEsm: [],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
};
