import type { Inspection } from '@xm/data';
import { count, times } from '../report/format.ts';
import { html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import { plainly } from '../screen/badLines.ts';
import { placeText } from './card.ts';

const shown = 200;

/** Which examples are bad and why; undefined when none is. */
export function badTable(sources: readonly string[], { bad }: Inspection): Section | undefined {
  if (bad.count === 0) return undefined;
  const more = bad.count - shown;
  return {
    id: 'bad',
    title: 'Bad examples',
    intro: `${times(bad.count, 'example')} that cannot be read. Nothing learns from them.`,
    body: html`
<table class="bad"><tbody>${bad.items.slice(0, shown).map(
      ({ reason, ...place }) => html`
<tr><th scope="row">${placeText(place)}</th><td dir="auto">${plainly(reason, sources)}</td></tr>`,
    )}
</tbody></table>
${more > 0 ? html`<p class="more">And ${count(more)} more: xm data inspect --json lists all.</p>` : html``}`,
  };
}
