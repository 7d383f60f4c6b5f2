import { type ColumnType, columnTypeOf } from '../catalog/column-type';
import type { TokenReader } from './token-reader';

/** `NUMBER(10,2)`, `DOUBLE PRECISION`, … */
export function parseColumnType(reader: TokenReader): ColumnType {
  const word = reader.word();
  const name = word === 'DOUBLE' && reader.skip('PRECISION') ? 'DOUBLE PRECISION' : word;
  return columnTypeOf(name, reader.sees('(') ? reader.group().list(parseSize) : []);
}

function parseSize(reader: TokenReader): number {
  const token = reader.next();
  return /^\d+$/.test(token.value) ? Number(token.value) : reader.fail(token);
}
