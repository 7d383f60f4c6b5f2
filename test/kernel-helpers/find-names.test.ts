import { describe, expect, test } from '@jest/globals';
import { findName, findNames, requireName } from 'kernel-helpers/find-names';

describe('a name', () => {
  test.each([
    ['A', ['a', 'A'], 'A'],
    ['a', ['A', 'a'], 'a'],
    ['medinc', ['MEDINC'], 'MEDINC'],
    ['MEDINC', ['MedInc'], 'MedInc'],
    ['B', ['a', 'A'], undefined],
    ['', [], undefined],
  ])('%j is found among %j exactly, otherwise as the only one that differs in case alone', (wanted, names, found) => {
    expect(findName(wanted, names)).toBe(found);
  });

  test('that fits two names is refused', () => {
    expect(() => findName('Ab', ['AB', 'ab'])).toThrow(
      'Ab could be AB or ab. Write the one that you mean with its exact case.',
    );
  });

  test('that is missing is refused with the nearest name', () => {
    expect(() => requireName('MEDINK', ['MEDINC', 'AGE'], 'The table')).toThrow(
      'The table has no column MEDINK. Did you mean MEDINC?',
    );
  });
});

describe('several names', () => {
  test.each([
    [
      ['a', 'A'],
      ['A', 'a'],
      ['a', 'A'],
    ],
    [['a', 'A'], ['A'], [undefined, 'A']],
    [['Ab', 'aB'], ['AB'], ['AB', undefined]],
    [
      ['ab', 'AB'],
      ['Ab', 'AB'],
      ['Ab', 'AB'],
    ],
  ])('%j are found among %j, each once', (wanted, names, found) => {
    expect(findNames(wanted, names)).toEqual(found);
  });
});
