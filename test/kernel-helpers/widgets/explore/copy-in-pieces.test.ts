import { expect, test } from '@jest/globals';
import { copyInPieces } from 'kernel-helpers/widgets/explore/copy-in-pieces';

const LONG = Float64Array.from({ length: 1_700_000 }, (_, row) => row / 3);

test('copies all of an array, of its kind and in memory of its own, while others get their turn', async () => {
  let [turns, isOver] = [0, false];
  const take = () => {
    turns += 1;
    if (!isOver) setImmediate(take);
  };
  take();

  const copy = await copyInPieces(LONG, () => true);
  isOver = true;

  expect(copy).toBeInstanceOf(Float64Array);
  expect(Buffer.compare(Buffer.from(copy.buffer), Buffer.from(LONG.buffer))).toBe(0);
  expect(copy.buffer).not.toBe(LONG.buffer);
  expect(turns).toBeGreaterThan(2);
});

test('copies only the own part of the memory that an array lies in', async () => {
  expect(await copyInPieces(BigInt64Array.of(1n, 2n, 3n).subarray(1, 2), () => true)).toEqual(BigInt64Array.of(2n));
  expect(await copyInPieces(new Int32Array(0), () => true)).toEqual(new Int32Array(0));
});

test('ends when nobody wants the copy any more', async () => {
  let asked = 0;
  await copyInPieces(LONG, () => {
    asked += 1;
    return asked < 2;
  });

  expect(asked).toBe(2);
});
