import { beforeEach, describe, expect, test } from '@jest/globals';
import { TypeAhead } from 'jupyterlab-ext/type-ahead';

/** A row without a name, such as "Load more", is passed over. */
const ROWS = ['PUBLIC', undefined, 'HOUSES', 'PEOPLE', 'PLACES'];

describe('a letter typed in a list', () => {
  let typeAhead: TypeAhead<string | undefined>;
  beforeEach(() => {
    typeAhead = new TypeAhead((name) => name);
  });

  test('goes to the next name that begins with what was typed, round the end', () => {
    expect(typeAhead.type('p', ROWS, 2, 0)).toBe(3);
    expect(typeAhead.type('L', ROWS, 3, 100)).toBe(4);
    // After a while, a new word begins; the same letter again goes on to the next name.
    expect(typeAhead.type('p', ROWS, 4, 5_000)).toBe(0);
    expect(typeAhead.type('p', ROWS, 0, 5_100)).toBe(3);
  });

  test.each([
    ['that begins no name', 'x'],
    ['of more than one character is a key', 'ArrowDown'],
  ])('%s goes nowhere', (_, key) => {
    expect(typeAhead.type(key, ROWS, 0, 0)).toBeUndefined();
  });

  test('after another key begins a new name', () => {
    typeAhead.type('h', ROWS, 2, 0);

    typeAhead.forget();

    expect(typeAhead.type('p', ROWS, 2, 100)).toBe(3);
  });
});
