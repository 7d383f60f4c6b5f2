import { describe, expect, test } from '@jest/globals';
import { lookingTime, readingTime } from 'jupyterlab-ext/play/speaker-time';

const words = (count: number) => Array.from({ length: count }, () => 'house').join(' ');
const lines = (count: number) => Array.from({ length: count }, () => 'value').join('\n');
const shows = (...outputs: object[]) =>
  lookingTime({ type: 'code', source: '', outputs: outputs as { output_type: string }[] });

describe('a text', () => {
  test.each([
    ['of few words is shown for two seconds', words(3), 2_000],
    ['of 33 words is shown for ten seconds', words(33), 10_000],
    ['of very many words is shown for twenty seconds, and the speaker can pause', words(900), 20_000],
    ['counts no marks of Markdown', `## ${words(33)} — * *`, 10_000],
  ])('%s', (_what, source, expected) => {
    expect(readingTime({ type: 'markdown', source })).toBeCloseTo(expected, 5);
  });
});

test('a cell with more lines of code is shown for longer before it runs, up to six seconds', () => {
  const [one = 0, four = 0, ten = 0, hundred = 0] = [1, 4, 10, 100].map((count) =>
    readingTime({ type: 'code', source: lines(count) }),
  );

  expect(one).toBeLessThan(four);
  expect(four).toBeLessThan(ten);
  expect([ten, hundred]).toEqual([5_500, 6_000]);
});

describe('what a cell has shown', () => {
  test('is looked at shortly if it is nothing, and for five seconds if it is a picture, a table or a card', () => {
    const picture = { output_type: 'display_data', data: { 'image/png': '…', 'text/plain': 'a chart' } };
    const table = { output_type: 'execute_result', data: { 'text/html': '<table>', 'text/plain': ['a\n', 'b'] } };

    expect([shows(), shows(picture), shows(table)]).toEqual([800, 5_000, 5_000]);
  });

  test('is looked at for as long as its lines take, whether a value or printed', () => {
    const value = { output_type: 'execute_result', data: { 'text/plain': lines(10).split(/(?<=\n)/) } };
    const printed = { output_type: 'stream', name: 'stdout', text: lines(10) };

    expect([shows(value), shows(printed), shows(value, printed)]).toEqual([3_000, 3_000, 5_000]);
    expect(shows({ output_type: 'stream', text: 'one' })).toBe(1_500);
  });
});
