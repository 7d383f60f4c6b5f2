import type { TableObject } from '../catalog/catalog-object';
import type { Session } from '../session/session';

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

/** Bytes of a value by wire type; texts and documents are measured. */
const FIXED_BYTES: Readonly<Record<string, number>> = { boolean: 1, date: 4, fixed: 8, real: 8 };
const OTHER_BYTES = 8;

/**
 * Rows and bytes of a table as SHOW TABLES has them. Deviation: `bytes` is the size of the values before compression,
 * Snowflake's is the compressed size of its micro-partitions.
 */
export async function measureTable(session: Session, physicalName: string, table: TableObject): Promise<TableSize> {
  const texts = table.columns.flatMap(({ type }, index) => (isMeasured(type.wire) ? [index] : []));
  const widths = table.columns.map(({ type }) => (isMeasured(type.wire) ? 0 : (FIXED_BYTES[type.wire] ?? OTHER_BYTES)));
  const rowBytes = widths.reduce((sum, width) => sum + width, 0);
  const aliases = table.columns.map((_, index) => `c${index}`).join(', ');
  const lengths = texts.map((index) => `coalesce(sum(strlen(c${index}::VARCHAR)), 0)`);
  const measured = await session.connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, (${['0', ...lengths].join(' + ')})::DOUBLE FROM ${physicalName} AS t(${aliases})`,
  );
  const [rows, textBytes] = (measured.getRowsJson()[0] ?? []).map(Number);
  return { rows: rows ?? 0, bytes: (rows ?? 0) * rowBytes + (textBytes ?? 0) };
}

function isMeasured(wire: string): boolean {
  return wire === 'text' || wire === 'variant' || wire === 'object' || wire === 'array';
}
