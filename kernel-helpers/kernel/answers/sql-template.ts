import ts from 'typescript';

/** A template `` connection.sql`…` `` with the cursor in its SQL. */
export interface SqlTemplate {
  /** The variable whose `sql` is called. */
  readonly connection: string;
  /** The whole SQL. Values appear as `?`; names from `identifier()` appear as themselves where they are known. */
  readonly text: string;
  /** The cursor's place in `text`. */
  readonly position: number;
}

type Variables = (name: string) => unknown;

/** The template around the cursor; undefined when the cursor is elsewhere, also in a `${…}` of a template. */
export function findSqlTemplate(code: string, cursor: number, variables: Variables): SqlTemplate | undefined {
  // A text search is far cheaper than a parse.
  if (!code.includes('.sql`')) return undefined;
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  return findIn(file, cursor, variables);
}

function findIn(node: ts.Node, cursor: number, variables: Variables): SqlTemplate | undefined {
  if (cursor < node.getFullStart() || cursor > node.getEnd()) return undefined;
  const inner = ts.forEachChild(node, (child) => findIn(child, cursor, variables));
  return inner ?? (ts.isTaggedTemplateExpression(node) ? readTemplate(node, cursor, variables) : undefined);
}

function readTemplate(
  { tag, template }: ts.TaggedTemplateExpression,
  cursor: number,
  variables: Variables,
): SqlTemplate | undefined {
  if (!ts.isPropertyAccessExpression(tag) || tag.name.text !== 'sql' || !ts.isIdentifier(tag.expression)) {
    return undefined;
  }
  const spans = ts.isNoSubstitutionTemplateLiteral(template) ? [] : template.templateSpans;
  const first = ts.isNoSubstitutionTemplateLiteral(template) ? template : template.head;
  let text = '';
  let position: number | undefined;
  const add = (piece: ts.TemplateLiteralLikeNode): void => {
    const start = piece.getStart() + 1;
    if (start <= cursor && cursor <= textEnd(piece)) position = text.length + cursor - start;
    text += piece.getSourceFile().text.slice(start, textEnd(piece));
  };
  add(first);
  for (const { expression, literal } of spans) {
    text += nameOf(expression, variables) ?? '?';
    add(literal);
  }
  return position === undefined ? undefined : { connection: tag.expression.text, text, position };
}

/** The name that `identifier('houses')` or `identifier(table)` puts into the SQL. */
function nameOf(expression: ts.Expression, variables: Variables): string | undefined {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'identifier') return undefined;
  const [argument] = expression.arguments;
  if (argument === undefined) return undefined;
  const value = ts.isIdentifier(argument) ? variables(argument.text) : undefined;
  return ts.isStringLiteralLike(argument) ? argument.text : typeof value === 'string' ? value : undefined;
}

/** Where the text of a piece ends: before its closing `` ` `` or `${`, which may be missing while one types. */
function textEnd(piece: ts.TemplateLiteralLikeNode): number {
  const raw = piece.getText();
  const closing = raw.endsWith('${') ? 2 : raw.length > 1 && raw.endsWith('`') ? 1 : 0;
  return piece.getEnd() - closing;
}
