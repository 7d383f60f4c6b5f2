import type { InlineRows } from './manifest';

/** An answer's text without its rows, and the rows as they came: a scanner reads those. */
export interface CutAnswer {
  readonly rest: string;
  /** Undefined where the answer has none. */
  readonly inline?: InlineRows;
}

/** Within JSON text these bytes can only be a member's name: the quotes of a text inside another are escaped. */
const ROWS = Buffer.from('"rowset"');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const COLON = 0x3a;

/** Cuts the rows out of an answer to a query, without reading them. What is not well formed stays in the rest. */
export function cutRows(answer: Buffer): CutAnswer {
  const open = startOfRows(answer);
  const found = open === undefined ? undefined : rowsFrom(answer, open);
  if (open === undefined || found === undefined) return { rest: answer.toString('utf8') };
  const { end, rowCount } = found;
  return {
    rest: `${answer.toString('utf8', 0, open)}null${answer.toString('utf8', end)}`,
    inline: { rowCount, bytes: answer.subarray(open + 1, end - 1) },
  };
}

/** Where the array of rows begins. A column may have the name `rowset`, too; no colon follows there. */
function startOfRows(answer: Buffer): number | undefined {
  for (let at = answer.indexOf(ROWS); at >= 0; at = answer.indexOf(ROWS, at + 1)) {
    const colon = afterSpace(answer, at + ROWS.length);
    if (answer[colon] !== COLON) continue;
    const value = afterSpace(answer, colon + 1);
    return answer[value] === OPEN ? value : undefined;
  }
  return undefined;
}

/** Finds the end of the array that begins here, and counts the arrays in it. */
function rowsFrom(answer: Buffer, open: number): { readonly end: number; readonly rowCount: number } | undefined {
  let depth = 0;
  let rowCount = 0;
  for (let at = open; at < answer.length; at += 1) {
    const byte = answer[at];
    if (byte === QUOTE) {
      at = endOfText(answer, at);
    } else if (byte === OPEN) {
      depth += 1;
      if (depth === 2) rowCount += 1;
    } else if (byte === CLOSE) {
      depth -= 1;
      if (depth === 0) return { end: at + 1, rowCount };
    }
  }
  return undefined;
}

/** The place of the quote that ends the text which begins here. */
function endOfText(answer: Buffer, open: number): number {
  let at = open + 1;
  while (at < answer.length && answer[at] !== QUOTE) at += answer[at] === BACKSLASH ? 2 : 1;
  return at;
}

function afterSpace(answer: Buffer, from: number): number {
  let at = from;
  while (answer[at] === 0x20 || answer[at] === 0x0a || answer[at] === 0x0d || answer[at] === 0x09) at += 1;
  return at;
}
