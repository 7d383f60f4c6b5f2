import { describe, expect, test } from '@jest/globals';
import { describeReading, describeTraining, downloadBytes, usedMemory } from 'container/training/describe-work';

const MEMORY = { peakBytes: 310.2e6, limitBytes: 4096e6 };

describe('a host says what it did', () => {
  test.each([
    [
      { rowCount: 10_320, bytes: 880_000, seconds: 0.42 },
      'speed: read 10320 rows in 0.42 s: 24,571 rows/s, 2.1 MB/s; memory: at most 310 of 4,096 MB',
    ],
    // All rows came with the answer: no download has a rate.
    [
      { rowCount: 3, bytes: 0, seconds: 0 },
      'speed: read 3 rows in 0.00 s: 3,000 rows/s; memory: at most 310 of 4,096 MB',
    ],
    [
      { rowCount: 5e6, bytes: 4e9, seconds: 25.2 },
      'speed: read 5000000 rows in 25 s: 198,413 rows/s, 159 MB/s; memory: at most 310 of 4,096 MB',
    ],
  ])('while it read %j', (work, line) => {
    expect(describeReading(work, MEMORY)).toBe(line);
  });

  test.each([
    [
      { rounds: 200, rowCount: 15_480, seconds: 1.25 },
      'speed: trained 200 rounds over 15480 rows in 1.25 s: 160 rounds/s; memory: at most 310 of 4,096 MB',
    ],
    [
      { name: 'fold 1 of 4', rounds: 3, rowCount: 60, seconds: 0.5 },
      'speed: fold 1 of 4: trained 3 rounds over 60 rows in 0.50 s: 6 rounds/s; memory: at most 310 of 4,096 MB',
    ],
  ])('while it trained %j', (work, line) => {
    expect(describeTraining(work, MEMORY)).toBe(line);
  });

  test('with the peak of its memory, which stays when the memory is free again', () => {
    const before = usedMemory().peakBytes;
    Buffer.alloc(64e6, 1);

    const { peakBytes, limitBytes } = usedMemory();

    expect(peakBytes).toBeGreaterThanOrEqual(before);
    expect(peakBytes).toBeGreaterThan(64e6);
    expect(peakBytes).toBeLessThan(limitBytes);
  });
});

describe('the bytes of a share', () => {
  const chunk = { url: '', rowCount: 100, compressedBytes: 1000, uncompressedBytes: 9000 };
  const manifest = {
    queryId: '',
    format: 'json' as const,
    columns: [],
    rowCount: 210,
    inline: { rowCount: 10, bytes: new Uint8Array(0) },
    chunks: [chunk, chunk],
    chunkHeaders: {},
  };
  const message = { manifest, plan: { features: [], target: 'Y' } };

  test.each([
    ['none for rows that came with the answer', 0, 10, 0],
    ['all of both parts', 0, 210, 2000],
    ['of a part, those up to the last wanted row', 60, 85, 750],
    ['of two parts, the first to its end', 60, 135, 1250],
  ])('are %s', (_what, from, to, bytes) => {
    expect(downloadBytes({ message, range: { from, to, total: 210 } })).toBe(bytes);
  });
});
