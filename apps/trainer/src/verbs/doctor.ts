import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { allBackends } from '../backends.ts';
import { dataHome } from './train.ts';
import { type AddVerb, answer } from './verb.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
}

const dataPackages = [
  'emoji-datasource-google',
  'emoji-datasource-twitter',
  'openmoji',
  'emojibase-data',
  'sharp',
];

export const addDoctor: AddVerb = (program, context) => {
  program
    .command('doctor')
    .description('Say which backends this machine can use, and what to do for the others.')
    .option('--json', 'print the findings as one JSON line')
    .action(async (options: { json?: boolean }) => {
      const backends = await Promise.all(allBackends().map(examine));
      const data = dataPackages.map(installed);
      const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
      const text = [
        machine,
        '',
        'Backends, best first',
        ...backends.map(line),
        '',
        'Data of the quickstart',
        ...data.map(line),
      ].join('\n');
      answer(context, options.json ?? false, { machine, backends, data }, text);
    });
};

async function examine(backend: ReturnType<typeof allBackends>[number]): Promise<Finding> {
  const found = await backend.probe();
  return found.ok
    ? { name: backend.name, ok: true, detail: found.detail }
    : { name: backend.name, ok: false, detail: found.reason, remedy: found.remedy };
}

function installed(name: string): Finding {
  try {
    createRequire(join(dataHome(), 'package.json')).resolve(`${name}/package.json`);
    return { name, ok: true, detail: 'installed' };
  } catch (error) {
    // A package that hides its package.json is there all the same.
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      return { name, ok: true, detail: 'installed' };
    }
    return { name, ok: false, detail: 'not installed', remedy: `npm install ${name}` };
  }
}

const line = ({ name, ok, detail, remedy }: Finding): string =>
  `  ${ok ? 'yes' : 'no '}  ${name.padEnd(26)} ${detail}${remedy ? `: ${remedy}` : ''}`;
