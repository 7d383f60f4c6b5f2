import ts from 'typescript';
import { originOf } from './method-chain';
import { rowTypeOf } from './own-table';
import { getTokenAtPosition, type SourceFileInternals, skipOuterExpressions } from './typescript-internals';

/** Text that names a column: what stands between its quotes, and what may be its table, the likeliest first. */
export interface ColumnText {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly tables: readonly PossibleTable[];
}

export interface PossibleTable {
  /** `['houses']`, or `['report', 'houses']` for `report.houses`; undefined for any other expression. */
  readonly path: readonly string[] | undefined;
  /** The names that the type of its rows gives. */
  readonly typed: readonly string[];
  /** True where the path leads to another table, of which calls have made this one. Its columns are the likeliest then. */
  readonly isMade: boolean;
}

/** The type by which helpers say that a text names a column. */
const MARK = 'ColumnName';
/** A type with more properties than this is not one of rows. */
const MOST_TYPED = 200;

type Call = ts.CallExpression | ts.NewExpression;

/** The text at the cursor where it names a column, as in `histogram(houses, '`, `{ x: '` and `houses['`. */
export function columnTextAt(
  file: SourceFileInternals,
  checker: ts.TypeChecker,
  cursor: number,
): ColumnText | undefined {
  const text = cursor > 0 ? getTokenAtPosition(file, cursor - 1) : file;
  if (!ts.isStringLiteralLike(text)) return undefined;
  const start = text.getStart(file) + 1;
  const { isUnterminated } = text as { readonly isUnterminated?: boolean };
  const end = isUnterminated ? cursor : text.end - 1;
  if (cursor < start || cursor > end) return undefined;
  const tables = tablesOf(text, checker).map((table) => ({
    path: pathOf(originOf(table)),
    typed: typedColumns(table, checker),
    isMade: originOf(table) !== table,
  }));
  return tables.length === 0 ? undefined : { start, end, quote: file.text[start - 1], tables };
}

function tablesOf(text: ts.StringLiteralLike, checker: ts.TypeChecker): readonly ts.Expression[] {
  const { parent } = text;
  if (ts.isElementAccessExpression(parent)) return [parent.expression];
  const call = callThatTakesColumn(text, checker);
  if (!call) return [];
  const given = (call.arguments ?? []).flatMap((argument) => [argument, ...valuesIn(argument)]);
  const others = given.filter((one) => !(one.pos <= text.pos && text.end <= one.end));
  return [...others, ...objectsAround(call)];
}

/** The objects whose methods are called around the text, as the groups in `groups.aggregate({ income: mean('PRICE') })`. */
function objectsAround(call: Call): readonly ts.Expression[] {
  const around = callAround(call);
  const outer = around ? objectsAround(around) : [];
  return ts.isPropertyAccessExpression(call.expression) ? [call.expression.expression, ...outer] : outer;
}

function valuesIn(argument: ts.Expression): readonly ts.Expression[] {
  if (!ts.isObjectLiteralExpression(argument)) return [];
  return argument.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return ts.isPropertyAssignment(property) ? [property.initializer] : [];
  });
}

/** The call whose parameter, or option, takes the text as the name of a column. */
function callThatTakesColumn(text: ts.StringLiteralLike, checker: ts.TypeChecker): Call | undefined {
  let value: ts.Expression = text;
  while (ts.isArrayLiteralExpression(value.parent)) value = value.parent;
  const { parent } = value;
  if (ts.isPropertyAssignment(parent) && parent.initializer === value) {
    const type = checker.getContextualType(parent.parent);
    const option =
      type && ts.isIdentifier(parent.name) ? checker.getNonNullableType(type).getProperty(parent.name.text) : undefined;
    return option && takesColumn(option) ? callAround(parent.parent) : undefined;
  }
  if (!isCall(parent)) return undefined;
  const index = parent.arguments?.indexOf(value) ?? -1;
  return index >= 0 && signaturesOf(parent, checker).some((one) => takesColumnAt(one, index)) ? parent : undefined;
}

function callAround(node: ts.Node): Call | undefined {
  const { parent } = node;
  if (isCall(parent)) return parent;
  const isPartOfValue =
    ts.isObjectLiteralExpression(parent) || ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent);
  return isPartOfValue ? callAround(parent) : undefined;
}

function isCall(node: ts.Node): node is Call {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function signaturesOf(call: Call, checker: ts.TypeChecker): readonly ts.Signature[] {
  const type = checker.getTypeAtLocation(call.expression);
  return ts.isNewExpression(call) ? type.getConstructSignatures() : type.getCallSignatures();
}

function takesColumnAt({ parameters }: ts.Signature, index: number): boolean {
  const parameter = parameters[index] ?? parameters.at(-1);
  if (!parameter) return false;
  const [declaration] = parameter.declarations ?? [];
  const isRest = declaration !== undefined && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
  return (index < parameters.length || isRest) && takesColumn(parameter);
}

function takesColumn({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => {
    const isTyped = ts.isParameter(declaration) || ts.isPropertySignature(declaration);
    return isTyped && declaration.type !== undefined && isMarked(declaration.type);
  });
}

function isMarked(type: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(type)) {
    const name = ts.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
    const bound = name.text === MARK ? undefined : boundOf(name.text, type);
    return name.text === MARK || (bound !== undefined && isMarked(bound));
  }
  if (ts.isArrayTypeNode(type)) return isMarked(type.elementType);
  if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type)) return isMarked(type.type);
  return ts.isUnionTypeNode(type) && type.types.some(isMarked);
}

/** What a function says of its type parameter: `ColumnName` for `Name` in `sum<Name extends ColumnName>(column: Name)`. */
function boundOf(name: string, { parent }: ts.TypeNode): ts.TypeNode | undefined {
  const declaring = ts.findAncestor(parent, ts.isFunctionLike);
  return declaring?.typeParameters?.find((parameter) => parameter.name.text === name)?.constraint;
}

function pathOf(expression: ts.Expression): readonly string[] | undefined {
  const inner = skipOuterExpressions(expression);
  if (ts.isIdentifier(inner)) return [inner.text];
  if (!ts.isPropertyAccessExpression(inner)) return undefined;
  const before = pathOf(inner.expression);
  return before && [...before, inner.name.text];
}

function typedColumns(table: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const type = checker.getTypeAtLocation(table);
  const row = checker.isArrayType(type)
    ? checker.getIndexTypeOfType(type, ts.IndexKind.Number)
    : rowTypeOf(type, checker);
  if (!row || !(row.flags & ts.TypeFlags.Object)) return [];
  const properties = row.getProperties();
  return properties.length > MOST_TYPED ? [] : properties.map(({ name }) => name);
}
