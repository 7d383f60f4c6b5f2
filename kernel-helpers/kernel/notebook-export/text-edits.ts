/** A part of a text and what stands there afterwards. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits that do not overlap, in any order. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const fromTheEnd = [...edits].sort((left, right) => right.start - left.start || right.end - left.end);
  return fromTheEnd.reduce(
    (done, { start, end, text: instead }) => done.slice(0, start) + instead + done.slice(end),
    text,
  );
}

/** The text as comments of whole lines. */
export function asComment(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');
}
