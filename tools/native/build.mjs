// Builds the native backend against a TensorFlow library that is there already, into .cache/native: its
// own installer downloads one, which fails behind a firewall. Needs g++, Node's headers, and Python's
// package tensorflow-cpu (pip install tensorflow-cpu==2.21.0), or TENSORFLOW=its folder. Linux.
//
//   node tools/native/build.mjs && XM_TFJS_NODE=.cache/native npx xm doctor
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '4.22.0';
const out = fileURLToPath(new URL('../../.cache/native', import.meta.url));
const own = join(out, 'node_modules/@tensorflow/tfjs-node');

const { TENSORFLOW, NODE_INCLUDE } = process.env;
const tensorflow = TENSORFLOW ?? foundByPython();
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((file) =>
  present(
    join(tensorflow, file),
    'Install tensorflow-cpu==2.21.0 with pip, or set TENSORFLOW to its folder.',
  ),
);
const headers = NODE_INCLUDE ?? join(dirname(process.execPath), '../include/node');
present(
  join(headers, 'node_api.h'),
  "Install Node's headers, or set NODE_INCLUDE to their folder.",
);

console.log(`Installing @tensorflow/tfjs-node ${version} without its download …`);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'package.json'), '{ "private": true }\n');
run('npm', [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  `@tensorflow/tfjs-node@${version}`,
]);

console.log('Compiling its binding …');
const binding = join(own, 'lib/napi-v8/tfjs_binding.node');
mkdirSync(dirname(binding), { recursive: true });
const includes = [headers, join(tensorflow, 'include'), dirname(own), own];
run('g++', [
  ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
  ...includes.map((folder) => `-I${folder}`),
  ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(own, 'binding', file)),
  ...['-o', binding, ...libraries, `-Wl,-rpath,${tensorflow}`],
]);
console.log(`Built. Use it with XM_TFJS_NODE=${out}`);

/** Where Python has TensorFlow, found without loading it. */
function foundByPython() {
  const ask =
    'import importlib.util as u; print(u.find_spec("tensorflow").submodule_search_locations[0])';
  try {
    return execFileSync('python3', ['-c', ask], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

function present(path, remedy) {
  if (existsSync(path)) return path;
  console.error(`There is no ${path}. ${remedy}`);
  process.exit(2);
}

function run(command, args) {
  execFileSync(command, args, { cwd: out, stdio: ['ignore', 'ignore', 'inherit'] });
}
