import ts from 'typescript';

/** `Operator '>=' cannot be applied to types 'CalendarDate' and 'Date'.` */
const NOT_COMPARABLE = 2365;
/** Classes of `kernel-helpers` that are numbers of milliseconds in a comparison, as a Date is. */
const OWN_DATES: ReadonlySet<string> = new Set(['CalendarDate', 'Timestamp']);
const RELATIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

type Compared = 'dates' | 'date with text';

/** What a cell compares where TypeScript sees two types that have nothing in common; undefined for anything but dates. */
export function comparedDates(
  { code, file, start, length = 0 }: ts.Diagnostic,
  checker: ts.TypeChecker,
): Compared | undefined {
  if (code !== NOT_COMPARABLE || !file || start === undefined) return undefined;
  const comparison = comparisonAt(file, start, start + length);
  if (!comparison) return undefined;
  const kinds = [comparison.left, comparison.right].map((side) => kindOf(checker.getTypeAtLocation(side), checker));
  if (!kinds.includes('own date')) return undefined;
  if (kinds.every((kind) => kind === 'own date' || kind === 'Date')) return 'dates';
  return kinds.includes('text') ? 'date with text' : undefined;
}

function comparisonAt(file: ts.SourceFile, start: number, end: number): ts.BinaryExpression | undefined {
  const find = (node: ts.Node): ts.BinaryExpression | undefined => {
    if (node.end < end || node.pos > start) return undefined;
    const isIt = ts.isBinaryExpression(node) && node.getStart(file) === start && node.end === end;
    return isIt && RELATIONS.has(node.operatorToken.kind) ? node : ts.forEachChild(node, find);
  };
  return find(file);
}

function kindOf(type: ts.Type, checker: ts.TypeChecker): 'own date' | 'Date' | 'text' | undefined {
  const given = checker.getNonNullableType(type);
  if (given.flags & ts.TypeFlags.StringLike) return 'text';
  if (!given.symbol) return undefined;
  if (OWN_DATES.has(given.symbol.name)) return 'own date';
  return given.symbol.name === 'Date' ? 'Date' : undefined;
}
