import { SnowflakeError, unsupported } from '../snowflake-error';
import { isKnownNode } from './known-functions';
import { isExpression, isNode, nodeOf, type TreeNode } from './syntax-tree';

/** What is not known is refused: polyglot would pass it through, and DuckDB might take it for something of its own. */
export function refuseUnknown(node: TreeNode): void {
  if (node.stage_reference !== undefined) throw unsupported('SELECT … FROM @stage');
  if (node.parameter !== undefined) throw unsupported('session variables and $1 outside COPY');
  if (node.placeholder !== undefined)
    throw new SnowflakeError('002049', '42601', 'SQL compilation error: error line 1\nBind variable ? not set.');
  const like = nodeOf(node, 'like') ?? nodeOf(node, 'i_like');
  if (typeof like?.quantifier === 'string') throw unsupported(`LIKE ${like.quantifier}`);
  const [type = ''] = Object.keys(node);
  if (isExpression(node) && !isKnownNode(type)) throw unsupported(type.replaceAll('_', ' ').toUpperCase());
  const select = nodeOf(node, 'select');
  if (select === null) return;
  for (const [member, feature] of Object.entries(REFUSED_CLAUSES))
    if (isNode(select[member]) || (Array.isArray(select[member]) && select[member].length > 0))
      throw unsupported(feature);
}

const REFUSED_CLAUSES: Readonly<Record<string, string>> = {
  connect: 'CONNECT BY',
  into: 'SELECT … INTO',
  locks: 'SELECT … FOR UPDATE',
  distribute_by: 'DISTRIBUTE BY',
  cluster_by: 'CLUSTER BY',
  sort_by: 'SORT BY',
  windows: 'WINDOW',
  distinct_on: 'DISTINCT ON',
};
