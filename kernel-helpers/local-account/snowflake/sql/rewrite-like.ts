import { call } from './rewrite-functions';
import { nodeOf, type TreeNode } from './syntax-tree';

/**
 * LIKE and ILIKE as a regular expression of RE2's, where DuckDB's own operator tries every place for every `%`: `%a%a%a_b`
 * took minutes on a text of a hundred letters, and no interrupt ends it. Null where DuckDB's operator is quick: a plain
 * text without `_`, whose parts it looks for one after the other.
 *
 * @param like a node of type `like` or `i_like` with operands that are rewritten already
 */
export function likeAsRegex(like: TreeNode, isCaseSensitive: boolean): TreeNode | null {
  const pattern = literalText(like.right);
  const escaping = like.escape === null || like.escape === undefined ? '' : literalText(like.escape);
  if (pattern !== null && escaping === '' && isCaseSensitive && !pattern.includes('_')) return null;
  const regex =
    pattern !== null && escaping !== null
      ? text(regexOf(pattern, escaping))
      : call('sf_like_regex', like.right, like.escape ?? text(''));
  return call('regexp_full_match', like.left, regex, text(isCaseSensitive ? 's' : 'si'));
}

/** `%` and `_` as RE2 writes them; the character behind `escaping` stands for itself. */
function regexOf(pattern: string, escaping: string): string {
  const characters = [...pattern];
  let regex = '';
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === escaping && at + 1 < characters.length) {
      at += 1;
      regex += literal(characters[at] ?? '');
    } else if (character === '%') regex += '.*';
    else regex += character === '_' ? '.' : literal(character);
  }
  return regex;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
}

function literalText(value: unknown): string | null {
  const literal = nodeOf(value, 'literal');
  return literal?.literal_type === 'string' ? String(literal.value) : null;
}

function text(value: string): TreeNode {
  return { literal: { literal_type: 'string', value } };
}
