import { describe, expect, test } from '@jest/globals';
import { NumberReader } from '../../../kernel-helpers/src/files/columns/read-number';
import { LONG, LONGER, WHOLE } from '../../../kernel-helpers/src/files/columns/value-forms';
import { seededRandom } from './random-table';

const numbers = new NumberReader();

function read(text: string): number {
  const bytes = Buffer.from(text);
  numbers.read(bytes, 0, bytes.length);
  return numbers.value;
}

describe('a number of a file', () => {
  test('is the double next to its digits, as JavaScript reads them', () => {
    const random = seededRandom(11);
    const digit = () => Math.floor(random() * 10);
    for (let round = 0; round < 40_000; round += 1) {
      const count = 14 + Math.floor(random() * 7);
      const digits = Array.from({ length: count }, digit).join('');
      const point = Math.floor(random() * (count + 1));
      const exponent = round % 3 === 0 ? `e${Math.floor(random() * 50) - 25}` : '';
      const text = `${round % 5 === 0 ? '-' : ''}${digits.slice(0, point) || '0'}.${digits.slice(point) || '0'}${exponent}`;
      if (!Object.is(read(text), Number(text))) throw new Error(`${text} was read as ${numbers.value}`);
    }
  });

  test('is right where it lies in the middle between two doubles, and next to it', () => {
    const random = seededRandom(12);
    for (let round = 0; round < 4_000; round += 1) {
      const even = 2 ** 53 + 2 * Math.floor(random() * 2 ** 40);
      for (const step of [-1n, 0n, 1n, 2n, 3n]) {
        const text = String(BigInt(even) + step);
        for (const power of [0, 3, -7, -16]) {
          const scaled = `${text}${power === 0 ? '.0' : `e${power}`}`;
          if (read(scaled) !== Number(scaled)) throw new Error(`${scaled} was read as ${numbers.value}`);
        }
      }
    }
  });

  test.each([
    ['9007199254740991', WHOLE],
    ['9007199254740992', LONG],
    ['9007199254740993', LONG],
    ['-9007199254740991', WHOLE],
    ['999999999999999999', LONG],
    ['9223372036854775807', LONG],
    ['9223372036854775808', LONGER],
    ['-9223372036854775808', LONG],
  ])('that is whole is told by what holds it: %s', (text, form) => {
    const bytes = Buffer.from(text);

    expect(numbers.read(bytes, 0, bytes.length)).toBe(form);
    expect(numbers.value).toBe(Number(text));
  });
});
