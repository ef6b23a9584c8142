// Other runtimes that do a single operation. Each opens to { prepare(operation) → { run() → milliseconds, end() },
// end() }, or to { reason } where it cannot be had. The two of npm are looked for in .cache/peers.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onnxModel } from './onnxModel.mjs';
import { pythonPeer } from './pythonPeer.mjs';

const folder = fileURLToPath(new URL('../../.cache/peers/', import.meta.url));

export const peers = {
  pytorch: async (threads) => {
    const peer = await pythonPeer('pytorch_operations.py', threads);
    if (peer.reason) return peer;
    const prepare = async (operation) => {
      await peer.ask(JSON.stringify(operation));
      return { run: async () => Number(await peer.ask('run')), end: () => {} };
    };
    return { prepare, end: peer.end };
  },

  onnxruntime: async (threads) => {
    const ort = await fromNpm('onnxruntime-node', '1.30.0');
    if (ort.reason) return ort;
    const prepare = async ({ kind, a, b, y, stride }) => {
      const [aShape, bShape, yShape] =
        kind === 'conv'
          ? [channelsFirst(a), [b[3], b[2], b[0], b[1]], channelsFirst(y)]
          : [a, b, y];
      const attributes =
        kind === 'conv' ? { auto_pad: 'SAME_UPPER', strides: [stride, stride] } : {};
      const model = onnxModel(
        kind === 'conv' ? 'Conv' : 'MatMul',
        attributes,
        aShape,
        bShape,
        yShape,
      );
      const session = await ort.InferenceSession.create(model, { intraOpNumThreads: threads });
      const feeds = {
        a: new ort.Tensor('float32', randoms(aShape), aShape),
        b: new ort.Tensor('float32', randoms(bShape), bShape),
      };
      return { run: () => timed(() => session.run(feeds)), end: () => session.release() };
    };
    return { prepare, end: () => {} };
  },

  'jax-js': async () => {
    const jax = await fromNpm('@jax-js/jax', '0.1.25');
    if (jax.reason) return jax;
    await jax.init('wasm');
    jax.defaultDevice('wasm');
    const array = (shape) => jax.numpy.array(randoms(shape)).reshape(shape);
    const prepare = async ({ kind, a, b, stride }) => {
      const convolve = (x, w) => jax.lax.conv(x, w, [stride, stride], 'SAME');
      const f = jax.jit(kind === 'conv' ? convolve : jax.numpy.matmul);
      const [x, w] =
        kind === 'conv'
          ? [array(channelsFirst(a)), array([b[3], b[2], b[0], b[1]])]
          : [array(a), array(b)];
      const run = () =>
        timed(async () => {
          const result = f(x.ref, w.ref);
          await result.blockUntilReady();
          result.dispose();
        });
      return {
        run,
        end: () => {
          x.dispose();
          w.dispose();
        },
      };
    };
    return { prepare, end: () => {} };
  },
};

const channelsFirst = ([images, height, width, channels]) => [images, channels, height, width];

const randoms = (shape) =>
  Float32Array.from({ length: shape.reduce((x, y) => x * y) }, () => Math.random() - 0.5);

async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function fromNpm(name, version) {
  try {
    return await import(pathToFileURL(createRequire(folder).resolve(name)).href);
  } catch {
    const install = `npm install --prefix .cache/peers --ignore-scripts ${name}@${version}`;
    return { reason: `${name} is not there. Install it with: ${install}` };
  }
}
