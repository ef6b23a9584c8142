import { Html, html } from './html.ts';
import { contents, type Section, section } from './section.ts';
import { style } from './style.ts';

export interface Page {
  /** What kind of page it is, above the title. */
  readonly kind: string;
  readonly title: string;
  readonly summary: Html;
  readonly sections: readonly Section[];
  readonly footer: readonly string[];
  /** Rules beside those of `style`. */
  readonly ownStyle?: string;
}

// The browser holds the page to its word: pictures, sound and style from within, nothing from elsewhere.
const policy = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'";

/** One HTML page that stands alone: no request, no script. */
export const page = ({ kind, title, summary, sections, footer, ownStyle = '' }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${new Html(style + ownStyle)}</style>
</head>
<body>
<header>
<p class="kind">${kind}</p>
<h1>${title}</h1>
${summary}
${contents(sections)}
</header>
<main>${sections.map(section)}
</main>
<footer>${footer.map((line) => html`<p>${line}</p>`)}</footer>
</body>
</html>
`.source;
