import { NO_ROW, type RowNumbers } from './row-numbers';

/*
 * One function for each kind of array: where one function sees several kinds, V8 looks the kind up for every value, and
 * that takes five times as long.
 */

export function pickFloats(from: Float64Array, rows: RowNumbers, missing: number): Float64Array {
  const to = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    to[place] = row === NO_ROW ? missing : from[row];
  }
  return to;
}

export function pickWholes(from: Int32Array, rows: RowNumbers): Int32Array {
  const to = new Int32Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row !== NO_ROW) to[place] = from[row];
  }
  return to;
}

export function pickShorts(from: Int16Array, rows: RowNumbers): Int16Array {
  const to = new Int16Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row !== NO_ROW) to[place] = from[row];
  }
  return to;
}

export function pickBytes(from: Uint8Array, rows: RowNumbers, missing: number): Uint8Array {
  const to = new Uint8Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    to[place] = row === NO_ROW ? missing : from[row];
  }
  return to;
}

/** In halves of 32 bits, since reading a bigint makes an object. */
export function pickBigInts({ buffer, byteOffset, length }: BigInt64Array, rows: RowNumbers): BigInt64Array {
  const from = new Int32Array(buffer, byteOffset, length * 2);
  const to = new Int32Array(rows.length * 2);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row === NO_ROW) continue;
    to[2 * place] = from[2 * row];
    to[2 * place + 1] = from[2 * row + 1];
  }
  return new BigInt64Array(to.buffer);
}
