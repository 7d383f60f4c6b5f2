import { PlatformError, UserError } from '../../errors';
import { readDecimal } from '../../values/decimal-digits';
import { decimalOf } from './decimal-text';
import { type PieceColumn, type PieceOf, writeDecimal, writeWholeNumber } from './piece-column';
import { booleanOf, daysOf, wholeNumberOf } from './wire-values';

/** Reads a cell that the scanner did not: words such as `inf`, more digits than a number holds, damage. */
export function writeHardCell(column: PieceColumn, row: number, text: string): void {
  switch (column.kind) {
    case 'number':
      writeLongNumber(column, row, text);
      return;
    case 'float32':
      column.values[row] = decimalOf(text) ?? refuse(column, text);
      return;
    case 'bigint':
      writeWholeNumber(column, row, wholeNumberOf(text) ?? refuse(column, text));
      return;
    case 'boolean':
      column.values[row] = booleanOf(text) ?? refuse(column, text);
      return;
    case 'date':
      column.values[row] = daysOf(text) ?? refuse(column, text);
      return;
    default:
      refuse(column, text);
  }
}

/** The type decides whether a number with more digits than the quick way reads may be rounded. */
function writeLongNumber(column: PieceOf<'number'>, row: number, text: string): void {
  const { longDigits, scale = 0 } = column.plan;
  if (longDigits === 'kept') {
    writeDecimal(column, row, readDecimal(text, scale) ?? refuse(column, text));
    return;
  }
  const value = decimalOf(text) ?? refuse(column, text);
  if (longDigits === 'refused') checkDigits(column, value, text);
  column.values[row] = value;
}

function refuse({ plan: { name, type } }: PieceColumn, text: string): never {
  throw new PlatformError(`Column ${name} is ${type}, but Snowflake's result holds "${text.slice(0, 40)}" in it.`, {
    facts: { column: name },
    reason: 'unreadable-answer',
  });
}

/** A DECFLOAT has up to 38 digits and no scale. */
function checkDigits({ plan: { name } }: PieceColumn, value: number, text: string): void {
  if (!Number.isFinite(value)) return;
  const digits = text.replace(/^-?0*\.?0*|[eE].*$|\./g, '').replace(/0+$/, '');
  if (digits.length <= 15 || String(value) === text) return;
  throw new UserError(
    `Column ${name} holds ${text}, more digits than a number can hold. Select it as \`${name}::varchar\` or \`${name}::float\`.`,
    { facts: { column: name } },
  );
}
