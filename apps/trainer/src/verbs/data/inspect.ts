import { type Dataset, inspect } from '@xm/data';
import { writeWhole } from '../../run/files.ts';
import { countPrinter } from '../../screen/countPrinter.ts';
import { inspectionText } from '../../screen/inspectionText.ts';
import { contactSheet } from '../../sheet/contactSheet.ts';
import { type AddVerb, answer, type Context } from '../verb.ts';
import { onBadOption } from './onBadOption.ts';
import { openSource, sources } from './openSource.ts';

export const addInspect: AddVerb = (data, context) => {
  data
    .command('inspect <sources...>')
    .description(
      `Read every example and say what is there. ${sources} Of several sources, such as what is trained on and ` +
        'what is tested with, it also says what is in more than one.',
    )
    .addOption(onBadOption())
    .option('--sheet <file>', 'write a contact sheet: one HTML file to look at and listen to')
    .option('--json', 'print the figures as one JSON line')
    .action((sources: string[], options: InspectVerb) => inspectVerb(sources, options, context));
};

interface InspectVerb {
  readonly onBad: 'throw' | 'skip';
  readonly sheet?: string;
  readonly json?: boolean;
}

async function inspectVerb(
  sources: readonly string[],
  { onBad, sheet, json = false }: InspectVerb,
  context: Context,
): Promise<void> {
  const { signal, err } = context;
  const datasets = await openAll(sources, context);
  const all = Object.values(datasets);
  const data = all.length === 1 ? all[0] : datasets;
  const printer = countPrinter(err, 'examples');
  const found = await inspect(data, { onBad, signal, onProgress: printer.show }).finally(
    printer.end,
  );
  if (sheet !== undefined) {
    await writeWhole(sheet, await contactSheet({ sources, datasets, found, signal }));
  }
  const source = sources.length === 1 ? sources[0] : sources;
  const seen = sheet === undefined ? '' : `\n\nContact sheet: ${sheet}`;
  answer(context, json, { source, ...found }, inspectionText(sources, found) + seen);
}

/** The splits of all sources: `train` of one source, `emoji train` where there are several. */
async function openAll(
  sources: readonly string[],
  context: Context,
): Promise<Record<string, Dataset>> {
  const all: Record<string, Dataset> = {};
  for (const source of sources) {
    for (const [split, dataset] of Object.entries(await openSource(source, context))) {
      all[sources.length === 1 || split === source ? split : `${source} ${split}`] = dataset;
    }
  }
  return all;
}
