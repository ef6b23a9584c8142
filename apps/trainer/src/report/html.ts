/** Markup that is safe to send. Only `html` makes it, so nothing unescaped can slip in. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark]!);

/**
 * Template tag: text is escaped, markup from another `html` is kept, lists are joined.
 *
 * Safe in content and in quoted attributes; not inside `<style>` or `<script>`.
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Html | string | number | readonly Html[])[]
): Html {
  const markup = values.map((value) => {
    if (value instanceof Html) return value.source;
    if (typeof value === 'object') return value.map(({ source }) => source).join('');
    return escaped(String(value));
  });
  return new Html(parts.reduce((page, part, i) => page + markup[i - 1]! + part));
}
