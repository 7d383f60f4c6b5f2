/** Rows with a target that follows from the features; the same in every run and on every machine. */
export interface MadeUpRows {
  readonly columns: readonly Float32Array[];
  readonly labels: Float32Array;
}

export function makeUpRows(rowCount: number, columnCount: number): MadeUpRows {
  const random = randomNumbers(11);
  const columns = Array.from({ length: columnCount }, () => Float32Array.from({ length: rowCount }, random));
  const labels = Float32Array.from({ length: rowCount }, (_, row) => {
    const [first, second, third, fourth] = columns.map((column) => column[row]);
    return 3 * first + (second > 0.5 ? 1 : 0) + second * third - fourth ** 2 + 0.2 * random();
  });
  return { columns, labels };
}

/** The bytes that the Python side reads: column after column, then the target. */
export function bytesOf({ columns, labels }: MadeUpRows): readonly Uint8Array[] {
  return [...columns, labels].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
}

/** Numbers from 0 to below 1 (mulberry32, public domain). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
