import { describe, expect, test } from '@jest/globals';
import { writeFloat } from 'container/serving/write-float';
import { randomNumbers } from '../support/houses';

describe('the text of a 32-bit number', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [-0.25, '-0.25'],
    [1, '1'],
    [4.526, '4.526'],
    [10, '10'],
    [100_000, '100000'],
    [123_456.789, '123456.79'],
    [999_999.94, '999999.94'],
    [1_234_567.5, '1234567.5'],
    [16_777_216, '16777216'],
    [987_654_336, '987654336'],
    [0.000001, '0.000001'],
    [0.0034567, '0.0034567'],
    [1e-7, '1e-7'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1.401298464324817e-45, '1e-45'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('of %d is %s', (value, text) => {
    expect(textOf(Math.fround(value))).toBe(text);
  });

  test('gives any number again, and is never longer than the shortest that was found by trial', () => {
    const random = randomNumbers(5);
    const bits = new DataView(new ArrayBuffer(4));
    const faults: unknown[] = [];
    for (let count = 0; count < 50_000; count += 1) {
      // Half of them any bits, half of them of the sizes that models predict.
      bits.setUint32(0, random() * 2 ** 32);
      const value =
        count % 2 === 0 ? bits.getFloat32(0) : Math.fround((random() - 0.5) * 10 ** Math.floor(random() * 12 - 4));
      const text = textOf(value);
      if (Number.isNaN(value)) continue;
      if (Math.fround(Number(text)) !== value || text.length > String(shortestByTrial(value)).length)
        faults.push([value, text]);
    }

    expect(faults).toEqual([]);
  });
});

function textOf(value: number): string {
  const bytes = Buffer.alloc(40);
  return bytes.toString('latin1', 4, writeFloat(bytes, 4, value));
}

function shortestByTrial(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
