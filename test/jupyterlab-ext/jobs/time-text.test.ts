import { describe, expect, test } from '@jest/globals';
import { elapsedText, TimeText } from 'jupyterlab-ext/jobs/time-text';

const NOW = Date.parse('2026-11-27T12:00:00Z');

describe('times', () => {
  test.each([
    ['2026-11-27T11:59:53Z', '7 sec', '7 s'],
    ['2026-11-27T11:55:01Z', '4 min', '4 min'],
    ['2026-11-27T09:00:00Z', '3 hr', '3 h'],
    ['2026-11-24T12:00:00Z', '3 days', '3 d'],
    ['2026-11-27T12:00:04Z', '0 sec', '0 s'],
  ])('are told by age: %s', (since, english, spanish) => {
    expect(new TimeText('en').age(since, NOW)).toBe(english);
    expect(new TimeText('es').age(since, NOW)).toBe(spanish);
  });

  test.each([
    ['2026-11-27T11:59:53Z', undefined, '0:07'],
    ['2026-11-27T11:47:30Z', undefined, '12:30'],
    ['2026-11-27T10:00:00Z', '2026-11-27T11:02:03Z', '1:02:03'],
  ])('are told as elapsed: %s', (start, end, text) => {
    expect(elapsedText(start, end, NOW)).toBe(text);
  });
});
