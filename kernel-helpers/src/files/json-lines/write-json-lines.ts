import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { columnTexts } from '../../values/cells';
import { type TableData, tablesToWrite } from '../tables-to-write';
import { writeTables } from '../write-tables';
import type { WriteFileOptions, WrittenFile } from '../written-file';

const ROWS_PER_PIECE = 8192;
/** Types of Snowflake whose text is JSON. */
const JSON_TYPES: ReadonlySet<string> = new Set(['VARIANT', 'OBJECT', 'ARRAY']);

/** Every row has all keys; a null and a NaN are null. Digits are written as they are, also those that JavaScript rounds. */
export async function writeJsonLinesFile(
  data: TableData,
  place: string | URL,
  options: WriteFileOptions,
  surroundings: Surroundings,
): Promise<WrittenFile> {
  checkOptionNames('writeJsonLines()', options, { signal: true });
  return await writeTables(place, surroundings, async function* (told) {
    for await (const table of tablesToWrite('writeJsonLines()', data)) {
      const texts = table.columns.map(jsonTexts);
      for (let from = 0; from < table.rowCount; from += ROWS_PER_PIECE) {
        const to = Math.min(table.rowCount, from + ROWS_PER_PIECE);
        yield await surroundings.protect(() => rowsAsBytes(texts, from, to));
        told(to - from);
      }
    }
  });
}

type CellTexts = (row: number) => string;

function rowsAsBytes(texts: readonly CellTexts[], from: number, to: number): Buffer {
  let lines = '';
  for (let row = from; row < to; row += 1) {
    lines += '{';
    for (let column = 0; column < texts.length; column += 1) lines += (column > 0 ? ',' : '') + texts[column](row);
    lines += '}\n';
  }
  return Buffer.from(lines);
}

/** A column's keys with their values. */
function jsonTexts(column: Column): CellTexts {
  const key = `${JSON.stringify(column.name)}:`;
  const value = jsonValues(column);
  return (row) => key + value(row);
}

function jsonValues(column: Column): CellTexts {
  const { kind, name, nulls } = column;
  const texts = columnTexts(column);
  const told = (row: number): string => texts(row) ?? 'null';
  switch (kind) {
    case 'number':
      return (row) => (nulls?.[row] === 1 ? 'null' : numberText(name, row, column.values[row]));
    case 'bigint':
    case 'decimal':
    case 'boolean':
      return told;
    case 'text':
      if (JSON_TYPES.has(column.type)) return (row) => oneLine(told(row));
      break;
    default:
  }
  return (row) => {
    const text = texts(row);
    return text === null ? 'null' : JSON.stringify(text);
  };
}

function numberText(name: string, row: number, value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'null';
  throw new UserError(
    `Column ${name} is ${value} in row ${row}, which JSON cannot tell. Leave such rows out, or replace the value.`,
    { facts: { column: name, row } },
  );
}

/** Line breaks stand only between the parts of JSON, never in its texts. */
function oneLine(json: string): string {
  return json.replace(/[\r\n]+/g, ' ');
}
