import escapeHtml from 'escape-html';

/** Text that is HTML already: the only thing that `html` does not escape. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type HtmlPart = Html | string | number | readonly Html[];

/** Builds HTML; every value put in is escaped unless it is `Html` itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const texts = parts.map((part, index) => textOf(part) + strings[index + 1]);
  return new Html(strings[0] + texts.join(''));
}

function textOf(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((piece) => piece.text).join('');
  return escapeHtml(String(part));
}
