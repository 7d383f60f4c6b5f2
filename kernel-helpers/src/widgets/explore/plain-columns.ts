import type { Transferable } from 'node:worker_threads';
import type { Column, TextColumn } from '../../table/table';
import type { TextPart } from '../../values/text-part';
import type { PlainColumn } from './engine/plain-column';

/** Making bytes of so many texts takes about five milliseconds; then a cell gets its turn. */
const TEXTS_AT_ONCE = 20_000;
/** Bytes of a text at most: three for a UTF-16 unit. */
const BYTES_A_UNIT = 3;

/** A copy of a column as plain data, in memory of its own that can be given to a thread. */
export async function plainColumn(column: Column): Promise<PlainColumn> {
  const nulls = column.nulls === undefined ? {} : { nulls: column.nulls.slice() };
  switch (column.kind) {
    case 'number':
    case 'date':
      return { kind: 'numbers', values: column.values.slice(), ...nulls };
    case 'bigint':
      return { kind: 'wholes', values: column.values.slice(), unit: 1, ...nulls };
    case 'decimal':
      return { kind: 'wholes', values: column.values, unit: 10 ** column.scale, ...nulls };
    case 'timestamp': {
      const { values, nanoseconds } = column;
      const rest = nanoseconds === undefined ? {} : { nanoseconds: nanoseconds.slice() };
      return { kind: 'times', values: values.slice(), ...rest, ...nulls };
    }
    case 'boolean':
      return { kind: 'flags', values: column.values.slice(), ...nulls };
    case 'text':
      return { kind: 'texts', parts: copiedParts(column) ?? (await encodedParts(column)), ...nulls };
  }
}

/** The memory that passes to a thread with a column. */
export function memoryOf(column: PlainColumn): readonly Transferable[] {
  const arrays = [
    column.nulls,
    ...(column.kind === 'texts' ? column.parts.flatMap(({ bytes, offsets }) => [bytes, offsets]) : [column.values]),
    ...(column.kind === 'times' ? [column.nanoseconds] : []),
  ];
  return arrays.flatMap((array) =>
    ArrayBuffer.isView(array) && array.buffer instanceof ArrayBuffer ? [array.buffer] : [],
  );
}

function copiedParts({ texts }: TextColumn): readonly TextPart[] | undefined {
  return texts?.parts()?.map(({ bytes, offsets }) => {
    const first = offsets[0];
    return {
      bytes: new Uint8Array(bytes.subarray(first, offsets.at(-1))),
      offsets: offsets.map((offset) => offset - first),
    };
  });
}

async function encodedParts({ values }: TextColumn): Promise<readonly TextPart[]> {
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
  }
  return parts;
}
