import { type Column as Arrow, type DataType, TimeUnit, Type } from '@uwdata/flechette';
import type { Column } from '../../table/table';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import {
  type ColumnBase,
  clock,
  decimals,
  hexadecimal,
  isMissing,
  numberOrNaN,
  timestamps,
  wholeNumbers,
  wholeOf,
} from '../columns/exact-columns';
import { columnOfMemory } from './arrow-memory';

const MILLISECONDS_A_DAY = 86_400_000;
const NANOSECONDS: Readonly<Record<number, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1000n,
  [TimeUnit.NANOSECOND]: 1n,
};

/** What an Arrow column needs to be read; undefined if a Table has a kind for it. */
export function problemOf(name: string, type: DataType): string | undefined {
  if (type.typeId === Type.Dictionary) return problemOf(name, type.dictionary);
  switch (type.typeId) {
    case Type.Null:
    case Type.Int:
    case Type.Float:
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
    case Type.Bool:
    case Type.Decimal:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
      return undefined;
    default:
      return `${name} holds values of Arrow's type number ${type.typeId}, such as lists and objects`;
  }
}

/** True where the values need bigints or decimals. */
export function needsLong(arrow: Arrow<unknown>): boolean {
  const isWhole = arrow.type.typeId === Type.Decimal || (arrow.type.typeId === Type.Int && arrow.type.bitWidth === 64);
  return isWhole && columnOf('', arrow, false).kind !== 'number';
}

/** The column of an Arrow column: of the memory of the file where that can be, else value by value. */
export function columnOf(name: string, arrow: Arrow<unknown>, long: boolean): Column {
  return columnOfMemory(name, arrow, long) ?? columnOfCells(name, arrow, long);
}

function columnOfCells(name: string, arrow: Arrow<unknown>, long: boolean): Column {
  const values = Array.from(arrow);
  const nulls = values.some(isMissing) ? Uint8Array.from(values, (value) => (isMissing(value) ? 1 : 0)) : undefined;
  const type = arrow.type.typeId === Type.Dictionary ? arrow.type.dictionary : arrow.type;
  return columnOfValues({ name, nullable: true, ...(nulls && { nulls }) }, type, values, long);
}

function columnOfValues(base: ColumnBase, type: DataType, values: readonly unknown[], long: boolean): Column {
  switch (type.typeId) {
    case Type.Int:
      if (type.bitWidth < 64) {
        return { ...base, kind: 'number', type: 'NUMBER(10,0)', values: Float64Array.from(values, numberOrNaN) };
      }
      return wholeNumbers(base, wholesOf(values), { isLong: long, isUnsigned: !type.signed });
    case Type.Float:
      return { ...base, kind: 'number', type: 'FLOAT', values: Float64Array.from(values, numberOrNaN) };
    case Type.Decimal:
      return decimals(base, wholesOf(values), { isLong: long, precision: type.precision, scale: type.scale });
    case Type.Bool:
      return {
        ...base,
        kind: 'boolean',
        type: 'BOOLEAN',
        values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)),
      };
    case Type.Date: {
      const days = Int32Array.from(values, (value) => (isMissing(value) ? 0 : Number(value) / MILLISECONDS_A_DAY));
      return { ...base, kind: 'date', type: 'DATE', values: days };
    }
    case Type.Timestamp:
      return timestamps(base, values, NANOSECONDS[type.unit], type.timezone ?? undefined);
    case Type.Time: {
      const times = values.map((value) =>
        isMissing(value) ? '' : clock(BigInt(wholeOf(value)) * NANOSECONDS[type.unit]),
      );
      return textColumn({ ...base, type: 'TIME(9)' }, Texts.of(times));
    }
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary: {
      const digits = values.map((value) => (value instanceof Uint8Array ? hexadecimal(value) : ''));
      return textColumn({ ...base, type: 'BINARY(8388608)' }, Texts.of(digits));
    }
    default:
      return textColumn(
        { ...base, type: 'VARCHAR' },
        Texts.of(values.map((value) => (isMissing(value) ? '' : String(value)))),
      );
  }
}

/** Whole numbers, or decimals without their point; 0n where the value is null. */
function wholesOf(values: readonly unknown[]): readonly bigint[] {
  return values.map((value) => (isMissing(value) ? 0n : BigInt(wholeOf(value))));
}
