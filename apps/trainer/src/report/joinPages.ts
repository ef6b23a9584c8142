import { DataError } from '@xm/data';
import { Html, html } from './html.ts';
import { style } from './style.ts';

/** A page of `page` and what errors call it. */
export interface Named {
  readonly name: string;
  readonly source: string;
}

/**
 * Several pages of `page` as one, one after another, with the way to each at the top. Addresses within a page stay within
 * it: `#recall` of the second becomes `#part2-recall`.
 *
 * @throws DataError for what `page` did not write.
 */
export function joinPages(pages: readonly Named[]): string {
  const parts = pages.map((one, i) => partOf(one, `part${i + 1}`));
  const [first] = parts;
  if (first === undefined) throw new DataError('joinPages: there must be a page, there is none.');
  const ways = html`<nav aria-label="Reports"><ul>${parts.map(
    ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>`;
  const articles = parts.map(
    ({ id, body }) => html`<article class="report" id="${id}">${new Html(body)}</article>`,
  );
  const rules = [...new Set(parts.map((part) => part.rules))].join('');
  return first.head
    .replace(/<style>.*<\/style>/s, () => `<style>${style}${rules}${ownStyle}</style>`)
    .concat(html`<body>${ways}${articles}</body>\n</html>\n`.source);
}

interface Part {
  readonly id: string;
  /** As it stands in the page: escaped. */
  readonly title: Html;
  /** All before the body. */
  readonly head: string;
  /** Rules beside those of `style`. */
  readonly rules: string;
  readonly body: string;
}

function partOf({ name, source }: Named, id: string): Part {
  const found = /^(.*<style>(.*)<\/style>.*)<body>(.*)<\/body>/s.exec(source);
  const title = /<h1>(.*?)<\/h1>/s.exec(source);
  if (found === null || title === null || !found[2].startsWith(style)) {
    throw new DataError(
      `${name}: it must be a report of this version of xm. Train anew, or ask that version.`,
    );
  }
  const [, head, rules, body] = found;
  return {
    id,
    title: new Html(title[1]),
    head,
    rules: rules.slice(style.length),
    // Quotes in texts are entities, so that only attributes are met.
    body: body
      .replace(/ (id|aria-labelledby|aria-describedby)="/g, ` $1="${id}-`)
      .replace(/ href="#/g, ` href="#${id}-`)
      .replace(/url\(#/g, `url(#${id}-`),
  };
}

const ownStyle = `
.report { margin-top: 2rem; }
.report + .report { margin-top: 4rem; padding-top: 3rem; border-top: 4px solid var(--line); }
`;
