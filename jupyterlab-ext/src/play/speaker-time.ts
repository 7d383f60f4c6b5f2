/** A cell, as far as it decides how long people look at it. */
export interface ShownCell {
  readonly type: string;
  readonly source: string;
  /** What the cell has shown, in Jupyter's format. */
  readonly outputs?: readonly ShownOutput[];
}

export interface ShownOutput {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly text?: unknown;
}

const WORDS_PER_SECOND = 3.3;
const TEXT_MS = { least: 2_000, most: 20_000 } as const;
const CODE_MS = { first: 1_500, line: 400, most: 6_000 } as const;
const NOTHING_MS = 800;
/** A chart, a table or a card is looked at for longer than a line of text. */
const PICTURE_MS = 5_000;
const LINES_MS = { least: 1_500, line: 300, most: 5_000 } as const;

/** How long people look at a cell before it runs, or at a text before the next cell, in milliseconds. */
export function readingTime({ type, source }: ShownCell): number {
  if (type === 'code') return Math.min(CODE_MS.most, CODE_MS.first + CODE_MS.line * linesOf(source));
  const words = source.split(/\s+/).filter((word) => /\p{Letter}|\p{Number}/u.test(word)).length;
  return between(TEXT_MS.least, (words / WORDS_PER_SECOND) * 1_000, TEXT_MS.most);
}

/** How long people look at what a cell has shown, in milliseconds. */
export function lookingTime({ outputs = [] }: ShownCell): number {
  if (outputs.length === 0) return NOTHING_MS;
  if (outputs.some(isPicture)) return PICTURE_MS;
  const lines = outputs.reduce((sum, output) => sum + linesOf(textOf(output)), 0);
  return between(LINES_MS.least, LINES_MS.line * lines, LINES_MS.most);
}

function isPicture({ data = {} }: ShownOutput): boolean {
  return Object.keys(data).some((type) => type !== 'text/plain');
}

function textOf({ data, text }: ShownOutput): string {
  const shown = text ?? data?.['text/plain'] ?? '';
  return Array.isArray(shown) ? shown.join('') : String(shown);
}

function linesOf(text: string): number {
  return text.trim() === '' ? 0 : text.trim().split('\n').length;
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
