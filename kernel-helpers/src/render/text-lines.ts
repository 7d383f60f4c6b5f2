import { largestOf } from '../values/extremes';

/** As wide as a page of a PDF and most terminals; what is longer is broken there in the middle of a row. */
const LINE_CHARACTERS = 80;
const GAP = '  ';

/**
 * Aligned columns as lines of text. Columns that no line of 80 characters has room for follow below, in lines of their
 * own; `labels`, the names of the rows, stand before each of these parts.
 */
export function textLines(columns: readonly (readonly string[])[], labels?: readonly string[]): string[] {
  const parts: (readonly string[])[][] = [];
  for (const column of columns) {
    const part = parts.at(-1);
    if (part === undefined || widthOf([...part, column]) > LINE_CHARACTERS) parts.push([...before(labels), column]);
    else part.push(column);
  }
  if (parts.length === 0) parts.push(before(labels));
  return parts.flatMap((part, place) => [...(place === 0 ? [] : ['']), ...linesOf(part)]);
}

function before(labels: readonly string[] | undefined): (readonly string[])[] {
  return labels === undefined ? [] : [labels];
}

function widthOf(columns: readonly (readonly string[])[]): number {
  const widths = columns.map((column) => largestOf(column.map((text) => text.length)));
  return widths.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1));
}

function linesOf(columns: readonly (readonly string[])[]): string[] {
  const [first = []] = columns;
  return first.map((_, line) =>
    columns
      .map((column) => column[line])
      .join(GAP)
      .trimEnd(),
  );
}
