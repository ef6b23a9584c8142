import { DataError } from '@xm/data';
import { html } from '../src/report/html.ts';
import { joinPages } from '../src/report/joinPages.ts';
import { page } from '../src/report/page.ts';

const about = (title: string, ownStyle: string): string =>
  page({
    kind: 'A kind',
    title,
    summary: html`<p>All of ${title}.</p>`,
    sections: [
      { id: 'same', title: 'Same', intro: 'id="quoted"', body: html`<p>${title} itself</p>` },
    ],
    footer: [`Thanks of ${title}`],
    ownStyle,
  });

const first = { name: 'a.html', source: about('One & all', '.one { color: red }') };
const second = { name: 'b.html', source: about('Another', '.two { color: blue }') };

test('pages stand one after another, whole, and addresses stay within their own', () => {
  const joined = joinPages([first, second]);
  for (const part of [
    '<a href="#part1">One &amp; all</a>',
    '<a href="#part2">Another</a>',
    '<article class="report" id="part2">',
    '<section id="part1-same" aria-labelledby="part1-same-title">',
    '<section id="part2-same"',
    '<a href="#part2-same">Same</a>',
    'id=&quot;quoted&quot;',
    'Another itself',
    'Thanks of One &amp; all',
    'Thanks of Another',
    '.one { color: red }',
    '.two { color: blue }',
  ]) {
    expect(joined).toContain(part);
  }
  for (const once of ['<!doctype html>', '<title>', '<style>', '<body>', 'Content-Security']) {
    expect(joined.split(once)).toHaveLength(2);
  }
  const ids = Array.from(joined.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, address] of joined.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(address);
});

test('the same rules come once', () => {
  const joined = joinPages([first, first]);
  expect(joined.split('.one { color: red }')).toHaveLength(2);
});

test('what is no report of this version is refused by name', () => {
  const other = { name: 'old.html', source: '<html><body><h1>No</h1></body></html>' };
  expect(() => joinPages([first, other])).toThrow(DataError);
  expect(() => joinPages([first, other])).toThrow(/^old\.html: it must be a report/);
});
