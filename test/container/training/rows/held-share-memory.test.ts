import { totalmem } from 'node:os';
import { expect, test } from '@jest/globals';
import { memoryLimitBytes } from 'container/memory-limit';
import { isTooLarge } from 'container/training/rows/held-share-memory';

test.each([
  [1_000_000, 21, 4e9, false],
  [5_000_000, 21, 4e9, false],
  [10_000_000, 21, 4e9, true],
  [10_000_000, 21, 8e9, false],
  [100_000, 21, 0.5e9, true],
])('%i rows of %i columns on a host with %d bytes are streamed: %s', (rowCount, width, limit, expected) => {
  expect(isTooLarge(rowCount, width, limit)).toBe(expected);
});

test('the limit is the memory of the container, or else of the machine', () => {
  expect(memoryLimitBytes()).toBeGreaterThan(0);
  expect(memoryLimitBytes()).toBeLessThanOrEqual(totalmem());
});
