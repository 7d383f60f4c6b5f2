import { runInThisContext } from 'node:vm';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { z } from 'zod';
import { parametersSource } from '../../../kernel-helpers/kernel/dist/notebook-runner/parameters-source';
import { PYTHON } from '../../support/clone';
import { runPython } from '../../support/run-python';

/** Prints the translator's result for each parameter: its line of source, or why the parameter is refused. */
const TRANSLATE = `
import json, sys
import papermill
from papermill.exceptions import PapermillException
from papermill.translators import papermill_translators
translator = papermill_translators.find_translator('tslab', 'typescript')
def translate(name, value):
    try:
        return translator.codify({name: value})
    except PapermillException as error:
        return {'refused': str(error)}
print(json.dumps([translate(name, json.loads(value)) for name, value in json.loads(sys.argv[1])]))`;

const linesSchema = z.array(z.union([z.string(), z.object({ refused: z.string() })]));

/** A parameter's name and its value as JSON. */
type Parameter = readonly [name: string, json: string];

async function throughPapermill(parameters: readonly Parameter[]) {
  const program = TRANSLATE.replace('sys.argv[1]', JSON.stringify(JSON.stringify(parameters)));
  return linesSchema.parse(await runPython(program, { python: PYTHON }));
}

function throughRunner([name, json]: Parameter) {
  try {
    return parametersSource({ [name]: JSON.parse(json) });
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

const JSON_VALUES = [
  ...[
    '""',
    '"Oslo"',
    '"say \\"hi\\" to `x` and \'y\'"',
    '"a\\\\b\\nc\\td\\u0007"',
    '"</script>"',
    '"é 👩‍🔬 \\u2028\\u2029"',
  ],
  ...['"half \\ud83d of one"', 'true', 'false', 'null'],
  ...['0', '-3', '9007199254740991', '-0.0', '0.1', '3.0', '1e16', '1e21', '1.5e-7', '0.000001', '5e-324', '-1e300'],
  ...['1.2345678901234567e+20', '123456.789e3'],
  ...['[]', '["a", "b"]', '[1, 2.5]', '[true]', '[1, "a"]', '[[1], [2]]', '[null]'],
  ...['{}', '{"depth": 3, "max-depth": {"": [1]}}', '{"__proto__": 1, "constructor": 2}', '{"\\u2028": "\\u2029"}'],
];
const NAMES = [
  ...['rows', '_', '$', 'a1', 'größe', 'of', 'type', 'async', 'name'],
  ...['', 'a-b', '1a', 'a b', 'a.b', 'class', 'await', 'let', 'exports', 'undefined', '__x', '__proto__', 'x;y'],
];

describe('the translator for papermill', () => {
  let fromPapermill: z.infer<typeof linesSchema>;
  const parameters: readonly Parameter[] = [
    ...JSON_VALUES.map((json) => ['value', json] as const),
    ...NAMES.map((name) => [name, '1'] as const),
    ...numbersFromSeed(300).map((number) => ['number', number] as const),
  ];
  beforeAll(async () => {
    fromPapermill = await throughPapermill(parameters);
  });

  test('writes the same text as kernel-helpers run, and refuses the same names', () => {
    expect(fromPapermill).toEqual(parameters.map(throughRunner));
  });

  test('writes text that gives the value back', () => {
    const values = JSON_VALUES.map((json, index) => [json, evaluate(fromPapermill[index])]);

    expect(values.map(([, value]) => value)).toEqual(JSON_VALUES.map((json) => JSON.parse(json)));
    expect(Object.keys(Object(evaluate('const value: any = {["__proto__"]: 1};')))).toEqual(['__proto__']);
  });
});

test('every word that TypeScript reserves is refused as a name', () => {
  for (const word of reservedWords()) {
    expect(() => parametersSource({ [word]: 1 })).toThrow(`The parameter '${word}' has a name that TypeScript`);
  }
});

describe('a value that only Python has', () => {
  test('is written if TypeScript has the same value, and refused if not', async () => {
    const shown = await runPython(
      `
import datetime, json, papermill
from papermill.translators import papermill_translators
codify = papermill_translators.find_translator('tslab', 'typescript').codify
try:
    codify({'id': 2**53, 'when': datetime.date(2026, 1, 2), 'flags': {True: 1}, 7: 'seven'})
except Exception as error:
    refused = str(error).split('\\n')
print(json.dumps([codify({'a': float('nan'), 'b': [float('inf'), float('-inf')], 'c': (1, 'x'), 'd': {7: 1}}), refused]))`,
      { python: PYTHON },
    );

    expect(shown).toEqual([
      [
        '// Parameters',
        'const a: number = NaN;',
        'const b: number[] = [Infinity, -Infinity];',
        'const c: any[] = [1, "x"];',
        'const d: any = {"7": 1};',
      ].join('\n'),
      [
        "The parameter 'id' holds 9007199254740992, which numbers in TypeScript cannot hold exactly. Give it as text, and read it with BigInt(…) in the notebook.",
        "The parameter 'when' holds a value of the type date, which cannot be written as TypeScript. Give text, a number, True, False, None, a list or a dict of these.",
        "The parameter 'flags' holds the key True. Keys in TypeScript are text: quote it.",
        "The parameter '7' has no name that TypeScript allows. Rename it: letters, digits and _, and no digit first.",
      ],
    ]);
  });
});

/** The value that a cell would get from a line of source. */
function evaluate(source: unknown): unknown {
  const { outputText } = ts.transpileModule(`{ ${String(source)}\nvalue }`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  return runInThisContext(outputText);
}

/** Doubles of every size, as JavaScript writes them. Whole ones get an exponent, which keeps them doubles in Python. */
function numbersFromSeed(count: number): readonly string[] {
  const bits = new BigUint64Array(1);
  const doubles = new Float64Array(bits.buffer);
  let state = 42n;
  const numbers: string[] = [];
  while (numbers.length < count) {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    // Half of them have an exponent near those where the notation changes.
    bits[0] = numbers.length % 2 === 0 ? state : (state & 0x800f_ffff_ffff_ffffn) | ((0x3e0n + (state % 0x70n)) << 52n);
    const number = doubles[0] ?? 0;
    if (Number.isFinite(number)) numbers.push(Number.isInteger(number) ? `${number.toExponential()}` : String(number));
  }
  return numbers;
}

function reservedWords(): readonly string[] {
  const words: string[] = [];
  for (let kind = ts.SyntaxKind.FirstReservedWord; kind <= ts.SyntaxKind.LastFutureReservedWord; kind += 1) {
    words.push(ts.tokenToString(kind) ?? '');
  }
  return words;
}
