import { describe, expect, test } from '@jest/globals';
import { nearestName } from '../../kernel-helpers/src/nearest-name';

describe('the nearest name', () => {
  test.each([
    ['medhauseval', 'MEDHOUSEVAL'],
    ['POPULATION', 'POPULATION'],
    ['AVEROOM', 'AVEROOMS'],
    ['banana', undefined],
  ])('to %s is %s', (name, nearest) => {
    expect(nearestName(name, ['MEDINC', 'POPULATION', 'AVEROOMS', 'MEDHOUSEVAL'])).toBe(nearest);
  });

  test('is none where nothing is known', () => {
    expect(nearestName('a', [])).toBeUndefined();
  });
});
