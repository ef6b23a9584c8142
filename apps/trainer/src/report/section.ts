import { type Html, html } from './html.ts';

export interface Section {
  /** The address within the page: `#recall`. */
  readonly id: string;
  readonly title: string;
  /** What is shown and how to read it. */
  readonly intro: string;
  readonly body: Html | readonly Html[];
}

/** A part of the page with a heading that screen readers and the contents can jump to. */
export const section = ({ id, title, intro, body }: Section): Html => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="intro">${intro}</p>
${body}
</section>`;

/** The way to each section. */
export const contents = (sections: readonly Section[]): Html => html`
<nav aria-label="Contents"><ul>${sections.map(
  ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
)}</ul></nav>`;
