import { type Column as Arrow, type Batch, type DataType, DateUnit, TimeUnit, Type } from '@uwdata/flechette';
import type { Column } from '../../table/table';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { ColumnBase } from '../columns/exact-columns';
import { daysOfPieces, lengthOf, numbersOfPieces, timestampsOfPieces, wholesOfPieces } from '../columns/typed-columns';
import { numbersOfWords, wordsOf } from '../columns/whole-words';
import { allOf, days, decimalWords, floats, nullsOf, numbers, textParts, truths, wholes64 } from './batch-memory';
import { dictionaryTexts } from './dictionary-texts';

const NANOSECONDS: Readonly<Record<number, number>> = {
  [TimeUnit.SECOND]: 1_000_000_000,
  [TimeUnit.MILLISECOND]: 1_000_000,
  [TimeUnit.MICROSECOND]: 1000,
  [TimeUnit.NANOSECOND]: 1,
};

/**
 * The column of an Arrow column, made of the memory of the file without a value of JavaScript for each row. Undefined for
 * the types, and the values, for which that cannot be done.
 */
export function columnOfMemory(name: string, arrow: Arrow<unknown>, isLong: boolean): Column | undefined {
  if (arrow.type.typeId === Type.Null) return undefined;
  const batches = arrow.data.filter(({ length }) => length > 0);
  const nulls = nullsOf(batches, arrow.length);
  const base = { name, nullable: true, ...(nulls && { nulls }) };
  return arrow.type.typeId === Type.Dictionary
    ? dictionaryColumn(base, arrow.type.dictionary, batches)
    : plainColumn(base, arrow.type, batches, isLong);
}

function plainColumn(
  base: ColumnBase,
  type: DataType,
  batches: readonly Batch<unknown>[],
  isLong: boolean,
): Column | undefined {
  const { nulls } = base;
  switch (type.typeId) {
    case Type.Int: {
      if (type.bitWidth === 64) {
        const pieces = allOf(batches, wholes64);
        return pieces && wholesOfPieces(base, pieces, isLong);
      }
      const pieces = allOf(batches, numbers);
      return pieces && { ...base, kind: 'number', type: 'NUMBER(10,0)', values: numbersOfPieces(pieces, nulls) };
    }
    case Type.Float: {
      const pieces = allOf(batches, floats);
      return pieces && { ...base, kind: 'number', type: 'FLOAT', values: numbersOfPieces(pieces, nulls) };
    }
    case Type.Decimal: {
      const pieces = isLong ? undefined : allOf(batches, (batch) => decimalWords(batch, type.bitWidth));
      const { precision, scale } = type;
      const values = pieces && numbersOfWords(pieces, lengthOf(batches), nulls, 10 ** scale);
      const name = `NUMBER(${Math.min(38, precision)},${scale})`;
      return values && { ...base, kind: 'number', type: name, ...(scale > 0 && { scale }), values };
    }
    case Type.Bool:
      return { ...base, kind: 'boolean', type: 'BOOLEAN', values: truths(batches, nulls) };
    case Type.Date: {
      const pieces = type.unit === DateUnit.DAY ? allOf(batches, days) : undefined;
      return pieces && { ...base, kind: 'date', type: 'DATE', values: daysOfPieces(pieces, nulls) };
    }
    case Type.Timestamp: {
      const pieces = allOf(batches, wholes64);
      const unit = { nanosecondsAUnit: NANOSECONDS[type.unit], timeZone: type.timezone ?? undefined };
      return (
        pieces &&
        timestampsOfPieces(
          base,
          pieces.map((piece) => wordsOf(piece)),
          lengthOf(batches),
          unit,
        )
      );
    }
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View: {
      const parts = textParts(batches, nulls);
      return parts && textColumn({ ...base, type: 'VARCHAR' }, Texts.ofParts(parts));
    }
    default:
      return undefined;
  }
}

function dictionaryColumn(base: ColumnBase, type: DataType, batches: readonly Batch<unknown>[]): Column | undefined {
  const isText = type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8 || type.typeId === Type.Utf8View;
  const read = isText ? dictionaryTexts(batches, base.nulls) : undefined;
  if (read === undefined) return undefined;
  const { texts, nulls } = read;
  return textColumn({ name: base.name, nullable: base.nullable, type: 'VARCHAR', ...(nulls && { nulls }) }, texts);
}
