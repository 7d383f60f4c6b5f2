import ts from 'typescript';
import { withoutImports } from './notebook-words';
import { rowTypeOf } from './own-table';

const FOLDED = 'Row';

/** The text of a table's method with `Row` for its rows, which are as long as the table is wide and stand there thrice. */
export function withFoldedRows(text: string, node: ts.Node, checker: ts.TypeChecker): string {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return text;
  const row = rowTypeOf(checker.getTypeAtLocation(parent.expression), checker);
  if (!row || !(row.flags & ts.TypeFlags.Object)) return text;
  const written = withoutLayout(checker.typeToString(row, node, ts.TypeFormatFlags.NoTruncation));
  return written.startsWith('{') ? fold(text, written) : text;
}

/** Replaces each pair of braces, outermost first, that holds nothing but the row. */
function fold(text: string, row: string): string {
  let folded = '';
  for (let place = 0; place < text.length; ) {
    const end = text[place] === '{' ? endOfBraces(text, place) : place;
    const isRow = end > place && isSame(withoutLayout(text.slice(place, end)), row);
    folded += isRow ? FOLDED : text[place];
    place = isRow ? end : place + 1;
  }
  return folded;
}

/** TypeScript leaves out the middle of a long type: `{ A: number; ... 20 more ...; B: number; }`. */
function isSame(found: string, row: string): boolean {
  const cut = found.indexOf('...');
  return found === row || (cut > 1 && row.startsWith(found.slice(0, cut)));
}

function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    if (text[place] === '{') depth += 1;
    if (text[place] === '}') depth -= 1;
    if (depth === 0) return place + 1;
  }
  return start;
}

/** A row is told on one line or on several; with null, or in a cell that is not strict without; and with its modules. */
function withoutLayout(type: string): string {
  return withoutImports(type).replaceAll(/\s+/g, '').replaceAll('|null', '');
}
