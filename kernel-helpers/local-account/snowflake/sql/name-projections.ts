import { scan, type Token } from './scan';
import { nodeOf, type TreeNode } from './syntax-tree';
import { printTree } from './translator';

/**
 * Gives every projection without a name the one that Snowflake gives it: its text in upper case. DuckDB would name it
 * its own way.
 */
export function nameProjections(tree: TreeNode, sql: string): void {
  const select = leftmostSelect(tree);
  if (select === null || !Array.isArray(select.expressions)) return;
  const texts = projectionTexts(sql);
  const known = texts.length === select.expressions.length ? texts : null;
  select.expressions = select.expressions.map((expression: unknown, index) => {
    const isNamed = ['alias', 'column', 'star', 'dot', 'annotated'].some((type) => nodeOf(expression, type) !== null);
    return isNamed ? expression : aliased(expression, (known?.[index] ?? printTree(expression)).toUpperCase());
  });
}

/** The SELECT whose projections name the columns of a query: of a UNION, the first. */
export function leftmostSelect(tree: unknown): TreeNode | null {
  const select = nodeOf(tree, 'select');
  if (select !== null) return select;
  for (const type of ['union', 'intersect', 'except']) {
    const left = nodeOf(tree, type)?.left;
    if (left !== undefined) return leftmostSelect(left);
  }
  const inner = nodeOf(tree, 'subquery')?.this;
  return inner === undefined ? null : leftmostSelect(inner);
}

function aliased(expression: unknown, name: string): TreeNode {
  return {
    alias: {
      this: expression,
      alias: { name, quoted: true, trailing_comments: [] },
      column_aliases: [],
      pre_alias_comments: [],
      trailing_comments: [],
    },
  };
}

const ENDS = new Set(
  'FROM WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT MINUS'.split(' '),
);

/** The source of each projection of the first SELECT that stands outside all brackets. */
function projectionTexts(sql: string): readonly string[] {
  const tokens = scan(sql);
  const depths = depthsOf(tokens);
  const isWord = (index: number, ...words: readonly string[]) =>
    tokens[index]?.kind === 'word' && words.includes(tokens[index].value.toUpperCase());
  const select = tokens.findIndex((_, index) => depths[index] === 0 && isWord(index, 'SELECT'));
  let first = select + 1;
  if (isWord(first, 'DISTINCT', 'ALL')) first += 1;
  if (isWord(first, 'TOP')) first += 2;
  const texts: string[] = [];
  for (let index = first; ; index += 1) {
    const token = tokens[index];
    const isTop = depths[index] === 0;
    const ends =
      token === undefined ||
      token.value === ';' ||
      (isTop && token.kind === 'word' && ENDS.has(token.value.toUpperCase()));
    if (!ends && !(isTop && token.kind === 'symbol' && token.value === ',')) continue;
    texts.push(sql.slice(tokens[first]?.start ?? 0, tokens[index - 1]?.end ?? 0));
    if (ends) return texts;
    first = index + 1;
  }
}

/** How many brackets are open before each token; a closing one counts as outside. */
function depthsOf(tokens: readonly Token[]): readonly number[] {
  let depth = 0;
  return tokens.map((token) => {
    if (token.kind !== 'symbol') return depth;
    if (token.value === '(' || token.value === '[') {
      depth += 1;
      return depth - 1;
    }
    if (token.value === ')' || token.value === ']') depth -= 1;
    return depth;
  });
}
