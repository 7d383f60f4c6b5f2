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

  test.each([
    ['m', 'N', undefined],
    ['n', 'N', 'N'],
    ['kk', 'N', undefined],
    ['wx', 'WH', 'WH'],
    ['sx', 'S', 'S'],
    ['abc', 'ABX', 'ABX'],
    ['abc', 'AXY', undefined],
  ])('to the short name %s, if only %s is known, is %s', (name, known, nearest) => {
    expect(nearestName(name, [known])).toBe(nearest);
  });

  test('is undefined where no name is known', () => {
    expect(nearestName('a', [])).toBeUndefined();
  });
});
