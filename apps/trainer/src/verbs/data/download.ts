import { downloadRecipe, type Recipe, recipes } from '@xm/data/node';
import { ConfigError } from '@xm/tensor-ops';
import { countPrinter } from '../../screen/countPrinter.ts';
import { type AddVerb, answer } from '../verb.ts';

export const addDownload: AddVerb = (data, context) => {
  const names = Object.entries(recipes).map(
    ([name, { about, licence }]) => `${name} (${about}; ${licence})`,
  );
  data
    .command('download <name> <folder>')
    .description(
      `Fetch a public data set, check it and unpack it: ${names.join(', ')}. A download that was stopped goes on.`,
    )
    .option('--json', 'print where it is as one JSON line')
    .action(async (name: string, folder: string, { json = false }: { json?: boolean }) => {
      const recipe = recipeNamed(name);
      const { signal, err } = context;
      const printer = countPrinter(err, 'bytes');
      const path = await downloadRecipe(recipe, folder, {
        signal,
        onProgress: printer.show,
      }).finally(printer.end);
      const { about, licence, home } = recipe;
      answer(
        context,
        json,
        { name, path, licence, home },
        `${path}: ${about} (${licence}, ${home})`,
      );
    });
};

function recipeNamed(name: string): Recipe {
  if (Object.hasOwn(recipes, name)) return recipes[name];
  throw new ConfigError(
    `data download: the name must be one of ${Object.keys(recipes).join(', ')}, got '${name}'.`,
  );
}
