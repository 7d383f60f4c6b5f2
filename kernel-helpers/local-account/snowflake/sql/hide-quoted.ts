import { InternalError } from 'kernel-helpers/errors';
import { unsupported } from '../snowflake-error';
import { Placeholders } from './placeholders';
import { scan, type Token } from './scan';
import { isIdentifier, isNode, nodeOf, type TreeNode } from './syntax-tree';
import { printVariantPath, readVariantPath } from './variant-path';

/** A statement as the SQL translator may read it. */
export interface HiddenSource {
  readonly text: string;
  readonly placeholders: Placeholders;
  /** The token of the statement that stands at or behind an offset of `text`. */
  readonly tokenAt: (offset: number) => Token | undefined;
}

/** Takes the comments, the quoted names and the odd texts out of a statement. */
export function hideQuoted(sql: string): HiddenSource {
  const placeholders = new Placeholders(sql);
  const tokens = scan(sql);
  const ends: number[] = [];
  let text = '';
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (before !== undefined && before.end < token.start) text += ' ';
    text += plainToken(sql, token, placeholders);
    ends.push(text.length);
  }
  return { text, placeholders, tokenAt: (offset) => tokens[ends.findIndex((end) => offset < end)] };
}

function plainToken(sql: string, token: Token, placeholders: Placeholders): string {
  switch (token.kind) {
    case 'quoted':
      return placeholders.ofName(token.value);
    case 'string':
      return `'${placeholders.ofText(token.value)}'`;
    case 'stage':
      throw unsupported('SELECT … FROM @stage');
    default:
      return sql.slice(token.start, token.end);
  }
}

/** The translator's tree with the originals in it; `quoted` is true for what stood between quotes, and for nothing else. */
export function revealTree(tree: TreeNode, placeholders: Placeholders): TreeNode {
  const reveal = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reveal);
    if (typeof value === 'string') return placeholders.reveal(value);
    if (!isNode(value)) return value;
    if (isIdentifier(value)) return revealIdentifier(value, placeholders);
    const path = nodeOf(value, 'j_s_o_n_extract');
    return path === null || !isNode(path.variant_extract)
      ? revealMembers(value)
      : { j_s_o_n_extract: revealPath(path) };
  };
  const revealMembers = (node: TreeNode): TreeNode =>
    Object.fromEntries(Object.entries(node).map(([key, member]) => [key, reveal(member)]));
  const revealPath = (extract: TreeNode): TreeNode => {
    const written = String(nodeOf(extract.expression, 'literal')?.value);
    const keys = readVariantPath(written).map((key) => (typeof key === 'string' ? placeholders.reveal(key) : key));
    return {
      ...revealMembers(extract),
      expression: { literal: { literal_type: 'string', value: printVariantPath(keys) } },
    };
  };
  return revealMembers(tree);
}

/** UPDATE … SET t.a: the translator joins both names; the column is the last. */
function revealIdentifier(node: TreeNode & { name: string }, placeholders: Placeholders): TreeNode {
  const written = node.name.slice(node.name.lastIndexOf('.') + 1);
  const original = placeholders.originalOf(written);
  return { ...node, name: original ?? written, quoted: original !== undefined };
}

/** The tree with every name and every odd text behind a placeholder. Nothing else in it may hold a user's words. */
export function hideTree(tree: TreeNode, placeholders: Placeholders): TreeNode {
  const hide = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hide);
    if (typeof value === 'string') return checkPlain(value);
    if (!isNode(value)) return value;
    if (isIdentifier(value)) return { ...value, name: placeholders.ofName(value.name), quoted: true };
    const literal = nodeOf(value, 'literal');
    return literal?.literal_type === 'string' && typeof literal.value === 'string'
      ? { literal: { ...literal, value: placeholders.ofText(literal.value) } }
      : hideMembers(value);
  };
  const hideMembers = (node: TreeNode): TreeNode =>
    Object.fromEntries(Object.entries(node).map(([key, member]) => [key, hide(member)]));
  return hideMembers(tree);
}

/** Words of the translator's own: kinds, functions of the closed list, types, numbers. */
function checkPlain(text: string): string {
  if (/^[\w ,.()+-]*$/.test(text) && !text.includes('--')) return text;
  throw new InternalError(`The rewritten statement holds a text in a place that is not known to be safe: ${text}`);
}
