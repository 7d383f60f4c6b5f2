const HASH_BITS = 14;
/** How far back a copy may reach: two bytes hold the distance. */
const FARTHEST = 0xffff;
const LONGEST_COPY = 64;
const SHORTEST_MATCH = 4;
/** After so many tries without a match, the search takes longer steps. */
const PATIENCE = 32;

/**
 * Bytes in Snappy's format, the one that COPY and DuckDB read fastest after none at all. No package does it quickly
 * without native code. Source: https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappy(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const output = new Uint8Array(32 + input.length + Math.ceil(input.length / 6));
  const seen = new Int32Array(1 << HASH_BITS).fill(-1);
  let end = writeLength(output, input.length);
  const lastStart = input.length - SHORTEST_MATCH;
  let literalFrom = 0;
  let tries = PATIENCE;
  let at = 0;
  while (at <= lastStart) {
    const word = view.getInt32(at, true);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS);
    const candidate = seen[slot];
    seen[slot] = at;
    if (candidate < 0 || at - candidate > FARTHEST || view.getInt32(candidate, true) !== word) {
      at += tries >>> 5;
      tries += 1;
      continue;
    }
    end = writeLiteral(output, end, input, literalFrom, at);
    const from = at;
    const distance = at - candidate;
    at += SHORTEST_MATCH;
    while (at <= lastStart && view.getInt32(at, true) === view.getInt32(at - distance, true)) at += SHORTEST_MATCH;
    while (at < input.length && input[at] === input[at - distance]) at += 1;
    end = writeCopy(output, end, distance, at - from);
    literalFrom = at;
    tries = PATIENCE;
  }
  end = writeLiteral(output, end, input, literalFrom, input.length);
  return output.subarray(0, end);
}

function writeLength(output: Uint8Array, length: number): number {
  let end = 0;
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) output[end++] = (rest & 0x7f) | 0x80;
  output[end++] = rest;
  return end;
}

function writeLiteral(output: Uint8Array, start: number, input: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length === 0) return start;
  let end = start;
  const stored = length - 1;
  if (stored < 60) output[end++] = stored << 2;
  else {
    const bytes = stored < 0x100 ? 1 : stored < 0x10000 ? 2 : stored < 0x1000000 ? 3 : 4;
    output[end++] = (59 + bytes) << 2;
    for (let byte = 0; byte < bytes; byte += 1) output[end++] = stored >>> (8 * byte);
  }
  if (length < 32) for (let at = from; at < to; at += 1) output[end++] = input[at];
  else {
    output.set(input.subarray(from, to), end);
    end += length;
  }
  return end;
}

function writeCopy(output: Uint8Array, start: number, distance: number, length: number): number {
  let end = start;
  let rest = length;
  while (rest > 0) {
    const part = Math.min(rest, LONGEST_COPY);
    if (part >= 4 && part <= 11 && distance < 2048) {
      output[end++] = ((distance >>> 8) << 5) | ((part - 4) << 2) | 1;
      output[end++] = distance;
    } else {
      output[end++] = ((part - 1) << 2) | 2;
      output[end++] = distance;
      output[end++] = distance >>> 8;
    }
    rest -= part;
  }
  return end;
}
