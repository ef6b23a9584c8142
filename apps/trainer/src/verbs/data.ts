import { addConvert } from './data/convert.ts';
import { addDownload } from './data/download.ts';
import { addInspect } from './data/inspect.ts';
import type { AddVerb } from './verb.ts';

export const addData: AddVerb = (program, context) => {
  const data = program
    .command('data')
    .description('Look at data before anything learns from it, fetch it, write it in other forms.');
  for (const add of [addInspect, addConvert, addDownload]) add(data, context);
};
