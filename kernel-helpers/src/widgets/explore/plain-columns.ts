import type { Transferable } from 'node:worker_threads';
import type { Column, TextColumn } from '../../table/table';
import type { TextPart } from '../../values/text-part';
import { codeStrings } from './code-strings';
import { type Copied, copyInPieces } from './copy-in-pieces';
import type { PlainColumn, TextsOfColumn, WordsOfColumn } from './engine/plain-column';

/** Making bytes of so many texts takes about five milliseconds; then a cell gets its turn. */
const TEXTS_AT_ONCE = 20_000;
/** Bytes of a text at most: three for a UTF-16 unit. */
const BYTES_A_UNIT = 3;

/**
 * A column as plain data that can be given to a thread: in memory that threads share, as it is; otherwise a copy.
 * @param isWanted ends the work when it returns false; the result is undefined then.
 */
export async function plainColumn(column: Column, isWanted: () => boolean): Promise<PlainColumn | undefined> {
  const plain = await plainValues(column, isWanted);
  if (plain === undefined || !isWanted()) return undefined;
  if (column.nulls === undefined) return plain;
  const nulls = await own(column.nulls, isWanted);
  return isWanted() ? { ...plain, nulls } : undefined;
}

async function plainValues(column: Column, isWanted: () => boolean): Promise<PlainColumn | undefined> {
  switch (column.kind) {
    case 'number':
    case 'date':
      return { kind: 'numbers', values: await own(column.values, isWanted) };
    case 'bigint':
      return { kind: 'wholes', values: await own(column.values, isWanted), unit: 1 };
    case 'decimal':
      return { kind: 'wholes', values: column.values, unit: 10 ** column.scale };
    case 'timestamp': {
      const { values, nanoseconds } = column;
      const rest = nanoseconds === undefined ? {} : { nanoseconds: await own(nanoseconds, isWanted) };
      return { kind: 'times', values: await own(values, isWanted), ...rest };
    }
    case 'boolean':
      return { kind: 'flags', values: await own(column.values, isWanted) };
    case 'text':
      return await plainTexts(column, isWanted);
  }
}

/** Memory that another thread may have: shared, or of its own. */
async function own<Values extends Copied>(values: Values, isWanted: () => boolean): Promise<Values> {
  return values.buffer instanceof SharedArrayBuffer ? values : await copyInPieces(values, isWanted);
}

async function plainTexts(
  column: TextColumn,
  isWanted: () => boolean,
): Promise<TextsOfColumn | WordsOfColumn | undefined> {
  const { texts } = column;
  const words = texts?.knownWords;
  if (words !== undefined) return { kind: 'words', words: words.words, codes: await own(words.codes, isWanted) };
  const parts = texts?.parts();
  if (parts !== undefined) return { kind: 'texts', parts: parts.map(ownPart) };
  const coded = await codeStrings(column.values, isWanted);
  if (coded !== undefined) return { kind: 'words', ...coded };
  const encoded = await encodedParts(column, isWanted);
  return encoded && { kind: 'texts', parts: encoded };
}

/** The memory that passes to a thread with a column. */
export function memoryOf(column: PlainColumn): readonly Transferable[] {
  const arrays = [
    column.nulls,
    ...(column.kind === 'texts' ? column.parts.flatMap(({ bytes, offsets }) => [bytes, offsets]) : []),
    ...(column.kind === 'words' ? [column.codes] : []),
    ...('values' in column ? [column.values] : []),
    ...(column.kind === 'times' ? [column.nanoseconds] : []),
  ];
  return arrays.flatMap((array) =>
    ArrayBuffer.isView(array) && array.buffer instanceof ArrayBuffer ? [array.buffer] : [],
  );
}

/** Only the bytes of its own texts: they may lie among others. */
function ownPart({ bytes, offsets }: TextPart): TextPart {
  if (bytes.buffer instanceof SharedArrayBuffer) return { bytes, offsets: offsets.slice() };
  const first = offsets[0];
  return {
    bytes: new Uint8Array(bytes.subarray(first, offsets.at(-1))),
    offsets: offsets.map((offset) => offset - first),
  };
}

async function encodedParts({ values }: TextColumn, isWanted: () => boolean): Promise<readonly TextPart[] | undefined> {
  const encoder = new TextEncoder();
  const parts: TextPart[] = [];
  for (let from = 0; from < values.length; from += TEXTS_AT_ONCE) {
    const texts = values.slice(from, from + TEXTS_AT_ONCE);
    const units = texts.reduce((sum, text) => sum + text.length, 0);
    const bytes = new Uint8Array(units * BYTES_A_UNIT);
    const offsets = new Uint32Array(texts.length + 1);
    let end = 0;
    texts.forEach((text, index) => {
      end += encoder.encodeInto(text, bytes.subarray(end)).written;
      offsets[index + 1] = end;
    });
    parts.push({ bytes: bytes.slice(0, end), offsets });
    await new Promise((resolve) => setImmediate(resolve));
    if (!isWanted()) return undefined;
  }
  return parts;
}
