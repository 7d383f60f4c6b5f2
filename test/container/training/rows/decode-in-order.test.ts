import { describe, expect, test } from '@jest/globals';
import { decodeInOrder } from 'container/training/rows/decode-in-order';
import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import type { RowSource } from 'kernel-helpers/snowflake/result/row-sources';

const columns = ['A', 'B', 'Y'].map((name) => ({
  name,
  wireType: 'real',
  precision: null,
  scale: null,
  nullable: true,
}));
const decoding = {
  format: 'json' as const,
  columns: planColumns(columns),
  plan: { target: 'Y', features: ['B', 'A'].map((name) => ({ name, encoding: 'number' as const })) },
  split: { part: 0.25, seed: 1 },
};

/** Pieces of very different lengths; the last row of each is not wanted. */
function piecesOf(rowCount: number): readonly RowSource[] {
  const pieces: RowSource[] = [];
  for (let from = 0, length = 1; from < rowCount; from += length, length = (length * 7) % 9973) {
    const rows = Math.min(length, rowCount - from);
    const lines = Array.from({ length: rows + 1 }, (_, row) => `["${from + row}","-${from + row}.5",null]`);
    const text = Buffer.from(lines.join(','));
    pieces.push({ chunkRows: rows + 1, skip: 0, rows, place: { kind: 'inline', bytes: text } });
  }
  return pieces;
}

async function decode(pieces: readonly RowSource[], signal = new AbortController().signal) {
  const values: number[] = [];
  const kept: number[] = [];
  await decodeInOrder(pieces, { decoding, width: 3, signal }, ({ columns: [b, a] }, { sides, counted }) => {
    expect(a.map((value) => -0.5 - value)).toEqual(b);
    expect(counted).toMatchObject({ rowCount: a.length, missing: a.length });
    for (const value of a) values.push(value);
    for (const row of sides?.validation ?? []) kept.push(a[row]);
  });
  return { values, kept };
}

describe.each([
  ['on this thread', 20_000],
  ['on threads', 170_000],
])('the pieces of a share, decoded %s', (_, rowCount) => {
  test('come in their order, and the same rows are kept aside', async () => {
    const { values, kept } = await decode(piecesOf(rowCount));

    expect(values).toEqual(Array.from({ length: rowCount }, (__, row) => row));
    expect(kept.slice(0, 100)).toEqual((await decode(piecesOf(1000))).kept.slice(0, 100));
  });

  test('end with the error of the one that is damaged', async () => {
    const pieces = piecesOf(rowCount);
    const damaged = { ...pieces[5], place: { kind: 'inline', bytes: Buffer.from('["1","x",null]') } } as const;

    await expect(decode(pieces.with(5, damaged))).rejects.toThrow(/^Column B is FLOAT, but .* holds "x"/);
  });

  test('end at once when a stop is asked for', async () => {
    await expect(decode(piecesOf(rowCount), AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});
