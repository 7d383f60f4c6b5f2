import { describe, expect, test } from '@jest/globals';
import type { FeatureRows, ModelInput } from 'container/serving/rows/feature-rows';
import { readCsv } from 'container/serving/rows/read-csv';
import { readJson, readJsonLines } from 'container/serving/rows/read-json';
import { readLibsvm } from 'container/serving/rows/read-libsvm';
import { isUserError } from 'kernel-helpers/errors';
import { randomNumbers } from '../support/houses';

const NUMBERS: ModelInput = { featureCount: 2, features: ['A', 'B'], target: 'SUM', words: [] };
const ONE: ModelInput = { featureCount: 1, features: ['A'], words: [] };
const UNNAMED: ModelInput = { featureCount: 2, features: [], words: [] };
const WORDS: ModelInput = {
  featureCount: 2,
  features: ['OCEAN', 'AGE'],
  words: [
    new Map([
      ['NEAR BAY', 0],
      ['A, "B"', 1],
      ['7', 2],
    ]),
    undefined,
  ],
};
const NONE = Number.NaN;

describe('rows in CSV', () => {
  test.each([
    ['plain decimals', '1.5,-2\n0.25,3', [1.5, -2, 0.25, 3]],
    ['a line end of Windows, a last line end and a byte order mark', '\ufeff1,2\r\n3,4\r\n', [1, 2, 3, 4]],
    ['empty cells and nan as missing values', ',nan\nNaN, \n', [NONE, NONE, NONE, NONE]],
    ['spaces around a cell', ' 1 ,\t2 ', [1, 2]],
    ['exponents, signs and points at an end', '1e3,+4\n5.,.5\n-1E-2,-.25', [1000, 4, 5, 0.5, -0.01, -0.25]],
    ['more digits than a number keeps', '0.12345678901234567890,12345678901234567890', [0.1234567890123, 1.2345679e19]],
    ['numbers in quotes', '"1","2.5"', [1, 2.5]],
    ['names in the first line, in any order and case, and the target', 'b,SUM,a\n2,x,1\n4,,3', [1, 2, 3, 4]],
  ])('may have %s', (_what, body, values) => {
    expectRows(readCsv(Buffer.from(body), NUMBERS), values, 2);
  });

  test('of one feature may have an empty line between others', () => {
    expectRows(readCsv(Buffer.from('1\n\n3\n'), ONE), [1, NONE, 3], 1);
  });

  test('take words of a category, also in quotes and as digits', () => {
    const body = 'NEAR BAY,1\n"A, ""B""",2\n7,3\n,4';

    expectRows(readCsv(Buffer.from(body), WORDS), [0, 1, 1, 2, 2, 3, NONE, 4], 2);
    expectRows(readCsv(Buffer.from('AGE,OCEAN\n1,7'), WORDS), [2, 1], 2);
  });

  test('stay as they are when the next body is read', () => {
    const first = readCsv(Buffer.from('1,2\n3,4'), NUMBERS);

    readCsv(Buffer.from('5,6'), NUMBERS);

    expectRows(first, [1, 2, 3, 4], 2);
  });

  test('give the same numbers as their texts, whatever they look like', () => {
    const random = randomNumbers(11);
    const forms: readonly ((value: number, index: number) => string)[] = [
      String,
      (value) => String(Math.fround(value)),
      (value, index) => value.toFixed(index % 25),
      (value, index) => value.toPrecision(1 + (index % 35)),
      (value) => String(Math.round(value)),
      // Halfway between two numbers of 32 bits, or next to it.
      (value, index) =>
        String((Math.fround(value) + nextFloat(Math.fround(value))) / 2 + (index % 3) * value * 2 ** -51),
    ];
    const texts = Array.from({ length: 60_000 }, (_, index) => {
      const value = (random() - 0.5) * 10 ** Math.floor(random() * 24 - 8);
      return forms[index % forms.length](value, index);
    });

    const { values } = readCsv(Buffer.from(texts.join('\n')), ONE);

    const wrong = texts.filter((text, row) => !Object.is(values[row], Math.fround(Number(text))));
    expect(wrong).toEqual([]);
  });

  test.each([
    [
      'a row that is too short',
      '1,2\n1',
      NUMBERS,
      'Row 2 has 1 values, but the model wants 2 features in this order: A, B.',
    ],
    [
      'a row with the target',
      '1,2,3',
      NUMBERS,
      'Row 1 has 3 values, but the model wants 2 features in this order: A, B. Leave out the target SUM.',
    ],
    ['an empty line', '1,2\n\n3,4', NUMBERS, 'Row 2 has 1 values, but the model wants 2 features in this order: A, B.'],
    ['a word for a number', '1,2\n3,x', NUMBERS, 'Line 2, value 2 is not a number: "x".'],
    ['a word below names', 'A,B\n1,x', NUMBERS, 'Line 2, value 2 is not a number: "x".'],
    [
      'two numbers in a cell',
      '1 2,3',
      NUMBERS,
      /^Line 1, value 1 is not a number: "1 2"\. Send rows without a header, or with the names/,
    ],
    ['a row that the names do not fit', 'A,B\n1', NUMBERS, 'Row 1 has 1 values, but the first line names 2.'],
    [
      'a name that is missing',
      'A,C\n1,2',
      NUMBERS,
      'The first line lacks B, and names C, which the model does not know. The model wants these features: A, B.',
    ],
    [
      'a name too many',
      'A,B,ID\n1,2,3',
      NUMBERS,
      'The first line names ID, which the model does not know. The model wants these features: A, B.',
    ],
    [
      'two names for one',
      'Aa,aA,B\n1,2,3',
      { ...NUMBERS, features: ['AA', 'B'] },
      'AA could be Aa or aA. Write the one that you mean with its exact case.',
    ],
    ['a name twice', 'A,B,A\n1,2,3', NUMBERS, /^The first line names A twice\. The model wants/],
    ['names alone', 'A,B\n', NUMBERS, 'The request holds no rows. Send at least one.'],
    ['nothing', '\n', NUMBERS, 'The request holds no rows. Send at least one.'],
    [
      'a word that the model does not know',
      'INLAND,1',
      WORDS,
      'Line 1, value 1 is not one of the words that the model knows: "NEAR BAY", "A, \\"B\\"", "7": "INLAND".',
    ],
  ])('are refused with %s', (_what, body, model, message) => {
    expect(refusal(() => readCsv(Buffer.from(body), model))).toMatch(exactly(message));
  });
});

describe('rows in JSON', () => {
  test.each([
    ['arrays', '[[1,2],[3,null]]', [1, 2, 3, NONE]],
    ['one array', '[1,true]', [1, 1]],
    ['instances', '{"instances":[[1,2]]}', [1, 2]],
    ['instances with features', '{"instances":[{"features":[1,2]}]}', [1, 2]],
    ['objects by names', '[{"b":2,"A":1},{"A":3,"B":null,"SUM":9}]', [1, 2, 3, NONE]],
    ['one object', '{"A":1,"B":2}', [1, 2]],
    ['instances by names', '{"instances":[{"A":1,"B":2}]}', [1, 2]],
  ])('may be %s', (_form, body, values) => {
    expectRows(readJson(Buffer.from(body), NUMBERS), values, 2);
  });

  test('may stand on lines, each in a form of its own', () => {
    const body = '[1,2]\n{"features":[3,4]}\r\n\n{"B":6,"A":5}\n';

    expectRows(readJsonLines(Buffer.from(body), NUMBERS), [1, 2, 3, 4, 5, 6], 2);
  });

  test('take words of a category', () => {
    expectRows(readJson(Buffer.from('[["7",1],[null,2]]'), WORDS), [2, 1, NONE, 2], 2);
  });

  test.each([
    ['no row', '[]', NUMBERS, 'The request holds no rows. Send at least one.'],
    ['a number alone', '7', NUMBERS, /^The JSON holds no rows\. Send \[\[number/],
    [
      'a row that is too short',
      '[[1,2],[1]]',
      NUMBERS,
      'Row 2 has 1 values, but the model wants 2 features in this order: A, B.',
    ],
    [
      'a text for a number',
      '[[1,"2"]]',
      NUMBERS,
      'Row 1, value 2 is not a number: "2". Send null for a missing value.',
    ],
    [
      'a list for a number',
      '[[1,[2]]]',
      NUMBERS,
      'Row 1, value 2 is not a number: [2]. Send null for a missing value.',
    ],
    ['a number for a word', '[[7,1]]', WORDS, /^Row 1, value 1 is not one of the words that the model knows: .*: 7\.$/],
    ['a name that is missing', '[{"A":1}]', NUMBERS, 'Row 1 lacks B. The model wants these features: A, B.'],
    [
      'names for a model without names',
      '{"A":1,"B":2}',
      UNNAMED,
      'Row 1 names its values, but the model file does not name its features. Send 2 values in a row, in the order of the training.',
    ],
    ['half a body', '[[1,2]', NUMBERS, /^The body is not JSON: /],
  ])('are refused with %s', (_what, body, model, message) => {
    expect(refusal(() => readJson(Buffer.from(body), model))).toMatch(exactly(message));
  });
});

describe('rows of LIBSVM', () => {
  test('may have labels, queries and comments, and leave out what is missing', () => {
    const body = '1 0:1.5 1:2\n0:3 # no label\n0 qid:4 1:-1e-3\n5\n';

    expectRows(readLibsvm(Buffer.from(body), NUMBERS), [1.5, 2, 3, NONE, NONE, -0.001, NONE, NONE], 2);
  });

  test.each([
    [
      'a feature that the model does not have',
      '0 1:1 2:2',
      "Line 1 has feature 2, but the model's 2 features have the numbers from 0 to 1. Count features from 0, not from 1.",
    ],
    [
      'a value that is not a number',
      '0 0:1\n0 1:x',
      /^Line 2 holds "1:x", which is not a feature and its value\. Send lines like/,
    ],
    ['a row of CSV', '1,2', /^Line 1 holds "1,2"/],
    ['nothing', '\n', 'The request holds no rows. Send at least one.'],
  ])('are refused with %s', (_what, body, message) => {
    expect(refusal(() => readLibsvm(Buffer.from(body), NUMBERS))).toMatch(exactly(message));
  });
});

function expectRows({ values, rowCount }: FeatureRows, expected: readonly number[], width: number): void {
  expect(values).toEqual(Float32Array.from(expected));
  expect(rowCount).toBe(expected.length / width);
}

/** The message of the UserError that is thrown. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
  return 'not refused';
}

function exactly(message: string | RegExp): RegExp {
  return message instanceof RegExp ? message : new RegExp(`^${message.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
}

/** The next number of 32 bits, away from 0. */
function nextFloat(value: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, value);
  bits.setUint32(0, bits.getUint32(0) + 1);
  return bits.getFloat32(0);
}
