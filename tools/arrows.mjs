import { cruise } from 'dependency-cruiser';

/**
 * Who may import whom among the packages (docs/architecture.md): arrows point down, methods do not know
 * each other, networks know no method, and no package but a backend's tests knows a backend.
 */
export const arrows = {
  'tensor-ops': [],
  'backend-wasm': ['tensor-ops'],
  'backend-native': ['tensor-ops'],
  'backend-browser': ['backend-wasm', 'tensor-ops'],
  testing: ['tensor-ops'],
  data: [],
  metrics: [],
  search: [],
  networks: ['tensor-ops'],
  embedding: ['networks', 'tensor-ops', 'data'],
  vae: ['networks', 'tensor-ops', 'data'],
  gan: ['networks', 'tensor-ops', 'data'],
};

/** The packages that may import @tensorflow/*. The private testing compares backends with the core itself. */
const knowTensorflow = [
  'tensor-ops',
  'backend-wasm',
  'backend-browser',
  'backend-native',
  'testing',
];

const builtin =
  '^(node:)?(assert|child_process|crypto|fs|http|https|module|os|path|process|stream|url|util|worker_threads|zlib)(/|$)';

const forbidden = [
  ...Object.entries(arrows).map(([name, below]) => ({
    name: `@xm/${name} may import ${below.map((other) => `@xm/${other}`).join(', ') || 'no @xm package'}`,
    from: { path: `^packages/${name}/src/` },
    to: { path: '^(packages|apps)/', pathNot: `^packages/(${[name, ...below].join('|')})/` },
  })),
  {
    name: 'a package needs a row in the table of tools/arrows.mjs',
    from: { path: '^packages/', pathNot: `^packages/(${Object.keys(arrows).join('|')})/` },
    to: {},
  },
  {
    name: `only ${knowTensorflow.join(', ')} may import @tensorflow/*`,
    from: {
      path: '^(packages|apps|examples|bench)/',
      pathNot: `^packages/(${knowTensorflow.join('|')})/|/test/`,
    },
    to: { path: '@tensorflow/' },
  },
  {
    name: 'what src/index.ts reaches runs in browsers: node:* belongs under src/node.ts',
    from: { path: '^packages/[^/]+/src/index\\.ts$', pathNot: '^packages/backend-native/' },
    to: { path: builtin, reachable: true },
  },
  {
    name: 'an import must lead somewhere',
    from: {},
    to: { couldNotResolve: true, pathNot: '^@tensorflow/tfjs-core/dist/' },
  },
];

/**
 * Every import among `folders` that points the wrong way.
 *
 * @param {string} base the repository, or a copy in its shape
 * @returns {Promise<string[]>} one line a wrong arrow: where, to what, and the rule
 */
export async function wrongArrows(base, folders) {
  const { output } = await cruise(
    folders,
    {
      baseDir: base,
      ruleSet: { forbidden },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules|/dist/' },
      exclude: { path: '/dist/' },
    },
    { conditionNames: ['@xm/source', 'import', 'require', 'node'], exportsFields: ['exports'] },
  );
  return output.summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`);
}
