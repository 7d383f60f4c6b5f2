import type { Column } from 'kernel-helpers';
import { isQuiet, ownMember } from '../variable-list/quiet-read';

const KINDS: ReadonlySet<unknown> = new Set<Column['kind']>([
  'number',
  'bigint',
  'decimal',
  'boolean',
  'text',
  'date',
  'timestamp',
]);

/** The columns of a Table, read without running its code; undefined for any other value. */
export function tableColumns(value: unknown): readonly Column[] | undefined {
  const columns = ownMember(value, 'columns');
  return Array.isArray(columns) && columns.every(isColumn) ? columns : undefined;
}

function isColumn(value: unknown): value is Column {
  const kind = ownMember(value, 'kind');
  if (!isQuiet(value) || typeof ownMember(value, 'name') !== 'string' || !KINDS.has(kind)) return false;
  return kind !== 'bigint' || ownMember(value, 'values') instanceof BigInt64Array;
}
