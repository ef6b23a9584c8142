import { DataError } from '@xm/data';

/** The form of the files that this page reads. `xm export` writes it. */
export const format = 1;

/**
 * A file that belongs to the page.
 *
 * @param path from where the page is: 'models/emoji/model.json'
 * @throws DataError when it cannot be fetched.
 */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, import.meta.url)).catch(() => undefined);
  if (!response?.ok) {
    throw new DataError(
      `${path}: it cannot be fetched (${response?.status ?? 'no connection'}). Load the page again.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** @throws DataError when the model was written in another form than this page reads. */
export async function fetchConfig(path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await fetchBytes(path));
  let model: { format?: unknown; config?: unknown } = {};
  try {
    model = JSON.parse(text);
  } catch {
    // told below
  }
  if (model.format !== format || model.config === undefined) {
    throw new DataError(
      `${path}: this page reads models of format ${format}, this one has ${JSON.stringify(model.format)}. ` +
        'Load the page again without its cache; if it was built here, export the model anew.',
    );
  }
  return model.config;
}
