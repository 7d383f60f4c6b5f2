import ts from 'typescript';

/** A `` sql`…` `` template with the cursor in its text. */
export interface SqlTemplate {
  /** The variable whose `sql` it is. */
  readonly connection: string;
  /** The SQL up to the cursor, values as `?`. */
  readonly before: string;
  /** The whole SQL, values as `?`. */
  readonly text: string;
}

/** The template around the cursor; undefined when the cursor is elsewhere, also in a `${…}` of a template. */
export function findSqlTemplate(code: string, cursor: number): SqlTemplate | undefined {
  // A text search is far cheaper than a parse.
  if (!code.includes('.sql`')) return undefined;
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  return findIn(file, cursor);
}

function findIn(node: ts.Node, cursor: number): SqlTemplate | undefined {
  if (cursor < node.getFullStart() || cursor > node.getEnd()) return undefined;
  const inner = ts.forEachChild(node, (child) => findIn(child, cursor));
  return inner ?? (ts.isTaggedTemplateExpression(node) ? readTemplate(node, cursor) : undefined);
}

function readTemplate({ tag, template }: ts.TaggedTemplateExpression, cursor: number): SqlTemplate | undefined {
  if (!ts.isPropertyAccessExpression(tag) || tag.name.text !== 'sql' || !ts.isIdentifier(tag.expression)) {
    return undefined;
  }
  const pieces = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map((span) => span.literal)];
  const index = pieces.findIndex((piece) => piece.getStart() < cursor && cursor <= textEnd(piece));
  const piece = pieces[index];
  if (!piece) return undefined;
  const earlier = pieces.slice(0, index).map((one) => `${one.text}?`);
  const typed = piece.getSourceFile().text.slice(piece.getStart() + 1, cursor);
  return {
    connection: tag.expression.text,
    before: `${earlier.join('')}${typed}`,
    text: pieces.map((one) => one.text).join('?'),
  };
}

/** Where the text of a piece ends: before its closing `` ` `` or `${`, which may be missing while one types. */
function textEnd(piece: ts.TemplateLiteralLikeNode): number {
  const raw = piece.getText();
  const closing = raw.endsWith('${') ? 2 : raw.length > 1 && raw.endsWith('`') ? 1 : 0;
  return piece.getEnd() - closing;
}
