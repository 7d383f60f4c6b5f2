import type { RowPicks } from './row-picks';

/*
 * One function for each kind of array: where one function sees several kinds, V8 looks the kind up for every value, and
 * that takes five times as long.
 */

export function pickFloats(from: Float64Array, { rows, placed }: RowPicks, missing: number): Float64Array {
  const to = new Float64Array(rows.length);
  if (placed === undefined) {
    for (let place = 0; place < rows.length; place += 1) to[place] = from[rows[place]];
    return to;
  }
  const { rows: there, places } = placed;
  if (missing !== 0 && there.length < rows.length) to.fill(missing);
  for (let index = 0; index < there.length; index += 1) to[places[index]] = from[there[index]];
  return to;
}

export function pickWholes(from: Int32Array, { rows, placed }: RowPicks, missing = 0): Int32Array {
  const to = new Int32Array(rows.length);
  if (placed === undefined) {
    for (let place = 0; place < rows.length; place += 1) to[place] = from[rows[place]];
    return to;
  }
  const { rows: there, places } = placed;
  if (missing !== 0 && there.length < rows.length) to.fill(missing);
  for (let index = 0; index < there.length; index += 1) to[places[index]] = from[there[index]];
  return to;
}

export function pickShorts(from: Int16Array, { rows, placed }: RowPicks): Int16Array {
  const to = new Int16Array(rows.length);
  const { rows: there, places } = placed ?? { rows, places: undefined };
  for (let index = 0; index < there.length; index += 1) to[places?.[index] ?? index] = from[there[index]];
  return to;
}

export function pickBytes(from: Uint8Array, { rows, placed }: RowPicks, missing: number): Uint8Array {
  const to = new Uint8Array(rows.length);
  if (placed === undefined) {
    for (let place = 0; place < rows.length; place += 1) to[place] = from[rows[place]];
    return to;
  }
  const { rows: there, places } = placed;
  if (missing !== 0 && there.length < rows.length) to.fill(missing);
  for (let index = 0; index < there.length; index += 1) to[places[index]] = from[there[index]];
  return to;
}

/** In halves of 32 bits, since reading a bigint makes an object. */
export function pickBigInts({ buffer, byteOffset, length }: BigInt64Array, picks: RowPicks): BigInt64Array {
  const from = new Int32Array(buffer, byteOffset, length * 2);
  const { rows: there, places } = picks.placed ?? { rows: picks.rows, places: undefined };
  const to = new Int32Array(picks.rows.length * 2);
  for (let index = 0; index < there.length; index += 1) {
    const [row, place] = [there[index], places?.[index] ?? index];
    to[2 * place] = from[2 * row];
    to[2 * place + 1] = from[2 * row + 1];
  }
  return new BigInt64Array(to.buffer);
}
