import type { Html } from '../report/html.ts';

/** Renders one after the other, until they take more than `room` characters of HTML. The first is always there. */
export async function fill<Item>(
  items: readonly Item[],
  room: number,
  render: (item: Item) => Promise<Html>,
): Promise<Html[]> {
  const rendered: Html[] = [];
  let taken = 0;
  for (const item of items) {
    const next = await render(item);
    taken += next.source.length;
    if (taken > room && rendered.length > 0) break;
    rendered.push(next);
  }
  return rendered;
}
