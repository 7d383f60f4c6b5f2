import type { Transferable } from 'node:worker_threads';
import type { Column, TextColumn } from '../../table/table';
import type { TextPart } from '../../values/text-part';
import { codeStrings } from './code-strings';
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
  const nulls = column.nulls === undefined ? {} : { nulls: own(column.nulls) };
  switch (column.kind) {
    case 'number':
    case 'date':
      return { kind: 'numbers', values: own(column.values), ...nulls };
    case 'bigint':
      return { kind: 'wholes', values: own(column.values), unit: 1, ...nulls };
    case 'decimal':
      return { kind: 'wholes', values: column.values, unit: 10 ** column.scale, ...nulls };
    case 'timestamp': {
      const { values, nanoseconds } = column;
      const rest = nanoseconds === undefined ? {} : { nanoseconds: own(nanoseconds) };
      return { kind: 'times', values: own(values), ...rest, ...nulls };
    }
    case 'boolean':
      return { kind: 'flags', values: own(column.values), ...nulls };
    case 'text': {
      const texts = await plainTexts(column, isWanted);
      return texts && { ...texts, ...nulls };
    }
  }
}

/** Memory that another thread may have: shared, or of its own. */
function own<Values extends Float64Array | Int32Array | Uint8Array | Uint32Array | BigInt64Array>(
  values: Values,
): Values {
  // `slice` returns an array of the same kind.
  return values.buffer instanceof SharedArrayBuffer ? values : (values.slice() as Values);
}

async function plainTexts(
  column: TextColumn,
  isWanted: () => boolean,
): Promise<TextsOfColumn | WordsOfColumn | undefined> {
  const { texts } = column;
  const words = texts?.knownWords;
  if (words !== undefined) return { kind: 'words', words: words.words, codes: own(words.codes) };
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
  if (bytes.buffer instanceof SharedArrayBuffer) return { bytes, offsets: own(offsets) };
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
