import { type Backend, BackendError, cpu, scalar, useBackend } from '../src/index.ts';

const broken = (name: string, change: Partial<Backend>): Backend => ({
  name,
  probe: async () => ({ ok: true, detail: '' }),
  start: async () => {},
  ...change,
});
const absent = broken('absent', {
  probe: async () => ({ ok: false, reason: 'this engine lacks it', remedy: 'update Node' }),
});
const probeThrows = broken('rude', {
  probe: () => Promise.reject(new Error('no probe today')),
});
const startThrows = broken('weak', { start: () => Promise.reject(new Error('out of memory')) });

test('cpu starts without advertising, in Node too', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  await useBackend([cpu()]);
  scalar(1).dispose();
  await useBackend([cpu()]);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('falls through to the first that can run, and reports why', async () => {
  const report = await useBackend([absent, probeThrows, startThrows, cpu()]);
  expect(report).toEqual({
    name: 'cpu',
    detail: 'plain JavaScript, one thread',
    passedOver: [
      { name: 'absent', reason: 'this engine lacks it', remedy: 'update Node' },
      { name: 'rude', reason: 'no probe today', remedy: 'choose another backend' },
      { name: 'weak', reason: 'out of memory', remedy: 'choose another backend' },
    ],
  });
});

test('does not start what comes after the chosen one', async () => {
  const start = jest.fn();
  await useBackend([cpu(), broken('later', { start })]);
  expect(start).not.toHaveBeenCalled();
});

test('none can run: every reason and remedy', async () => {
  const attempt = useBackend([absent, startThrows]);
  await expect(attempt).rejects.toThrow(BackendError);
  await expect(attempt).rejects.toThrow(
    'useBackend: no backend can run here. absent: this engine lacks it (update Node); ' +
      'weak: out of memory (choose another backend)',
  );
});

test('an empty list is a mistake', async () => {
  await expect(useBackend([])).rejects.toThrow('at least one backend is needed');
});
