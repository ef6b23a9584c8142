import { ConfigError } from '@xm/tensor-ops';
import { parseConfig } from '../src/config/parseConfig.ts';
import { presetNamed, presets } from '../src/config/presets.ts';
import { withChanges } from '../src/config/withChanges.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests break the config on purpose
type Breakable = any;

const good = { seed: 1, ...presets['quickstart'] };

const changed = (change: (config: Breakable) => void): unknown => {
  const copy = structuredClone(good);
  change(copy);
  return copy;
};

test.each(Object.keys(presets))('preset %s is a valid config', (name) => {
  const config = { seed: 3, ...presetNamed(name) };
  expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

test.each<[string, (config: Breakable) => void, string]>([
  ['an unknown key', (c) => (c.training.stepz = 1), 'config.training.stepz is not a known field'],
  [
    'a wrong type',
    (c) => (c.training.steps = 'many'),
    "config.training.steps must be a number, got 'many'.",
  ],
  [
    'a fraction',
    (c) => (c.training.steps = 1.5),
    'config.training.steps must be a whole number, got 1.5.',
  ],
  ['too little', (c) => (c.training.batch = 0), 'config.training.batch must be at least 2, got 0.'],
  ['a missing field', (c) => delete c.model.dim, 'config.model.dim must be a number, got nothing.'],
  [
    'a typing error',
    (c) => (c.model.image = 'conv-tny'),
    "got 'conv-tny'. Did you mean 'conv-tiny'?",
  ],
  ['a typing error inside', (c) => (c.model.image = { kind: 'cnv' }), 'config.model.image.kind'],
  [
    'an impossible size inside',
    (c) =>
      (c.model.image = {
        kind: 'patch',
        size: 48,
        patch: 8,
        dim: -4,
        depth: 1,
        heads: 1,
        pooling: 'mean',
      }),
    'config.model.image.dim must be at least 1, got -4.',
  ],
  ['an unknown source', (c) => (c.data = { source: 'coco' }), 'config.data.source'],
  [
    'an unknown method',
    (c) => (c.method = 'embeding'),
    "config.method must be one of 'embedding', 'vae', 'gan', got 'embeding'. Did you mean 'embedding'?",
  ],
  [
    'no method',
    (c) => delete c.method,
    "config.method must be one of 'embedding', 'vae', 'gan', got nothing.",
  ],
  [
    'a typing error in a source',
    (c) => (c.data = { source: 'shape' }),
    "config.data.source must be one of 'emoji', 'shapes', 'digits', got 'shape'. Did you mean 'shapes'?",
  ],
  ['an empty list', (c) => (c.backends = []), 'config.backends must hold at least 1, got [].'],
])('%s is refused with its path', (_, change, message) => {
  expect(() => parseConfig(changed(change))).toThrow(message);
});

test('what draws latents is told apart by its kind', () => {
  const vae = (sampler: object): unknown => {
    const { model, ...others } = presets['quickstart-vae'];
    return { seed: 1, ...others, model: { ...model, sampler } };
  };
  const mixture = { kind: 'mixture', components: 8 };
  expect(parseConfig(vae(mixture))).toMatchObject({ model: { sampler: mixture } });
  expect(parseConfig(vae({ kind: 'flow', width: 8, depth: 1 }))).toBeDefined();
  expect(parseConfig(vae({ kind: 'autoregressive', width: 8, depth: 1 }))).toBeDefined();
  const refused = (sampler: object, message: string) =>
    expect(() => parseConfig(vae(sampler))).toThrow(message);
  refused(
    { kind: 'mixture', components: 0 },
    'model.sampler.components must be at least 1, got 0.',
  );
  refused({ width: 8 }, 'config.model.sampler.depth must be a number, got nothing.');
  refused({ kind: 'mix' }, 'config.model.sampler.kind must be one of');
});

test.each([[null], [[]], ['text'], [7]])('%j is not a config', (value) => {
  expect(() => parseConfig(value)).toThrow('config must be an object');
});

test('fields are changed by their paths: numbers, text and objects, and taken away', () => {
  const given = { data: { level: 5, trainCount: 10 }, model: { image: { widths: [1, 2] } } };
  expect(
    withChanges(given, [
      'data.level=3',
      'data.trainCount=',
      'data.source=shapes',
      'model.image.widths.1=8',
      'model.method={"kind":"mvae"}',
    ]),
  ).toEqual({
    data: { level: 3, source: 'shapes' },
    model: { image: { widths: [1, 8] }, method: { kind: 'mvae' } },
  });
  expect(given.data).toEqual({ level: 5, trainCount: 10 });
  expect(withChanges(given, ['data.words=a=b'])).toMatchObject({ data: { words: 'a=b' } });
  expect(() => withChanges(given, ['data.level'])).toThrow(/--set must be a field and what is/);
  expect(() => withChanges(given, ['=3'])).toThrow(/got '=3'/);
  expect(() => withChanges(given, ['data.level.x=3'])).toThrow(/nothing with fields on that way/);
  expect(() => withChanges(given, ['gone.x=3'])).toThrow(ConfigError);
});
