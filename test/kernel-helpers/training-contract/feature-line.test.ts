import { describe, expect, test } from '@jest/globals';
import { formatFeatureLine, parseFeatureLine } from 'kernel-helpers/training-contract/feature-line';

describe('the log line of the features', () => {
  test.each([[['MEDINC', 'HOUSEAGE']], [['a, b', 'with "quotes"', 'ünï']], [[]]])('gives %j back', (features) => {
    expect(parseFeatureLine(formatFeatureLine(features))).toEqual(features);
  });

  test.each(['features: none', 'features: [1, 2]', 'features: {}', 'share: rows 1 to 2 of 2'])('%p is none', (line) => {
    expect(parseFeatureLine(line)).toBeUndefined();
  });
});
