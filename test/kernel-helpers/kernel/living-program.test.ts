import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { LivingProgram } from '../../../kernel-helpers/kernel/language/living-program';
import { NotebookCompiler } from '../../../kernel-helpers/kernel/language/notebook-compiler';
import { LocalFiles } from '../../../kernel-helpers/kernel/modules/local-files';
import { ROOT } from '../../support/clone';
import { ONE_FILE } from './support/one-file-cells';
import { ONE_VARIABLE } from './support/one-variable-cells';
import { TwoCheckers } from './support/two-checkers';

let checkers: TwoCheckers;
beforeAll(() => {
  checkers = new TwoCheckers(`${ROOT}/test`);
});

describe('a checker that lives on finds the same problems and types as one that is made for all cells at once', () => {
  test.each([
    ['of one variable', ONE_VARIABLE],
    ['of one file', ONE_FILE],
  ])('in the claims %s', (_subject, claims) => {
    const cells = Object.values(claims).flatMap((all) => all.flatMap(([, cells]) => cells));
    // What a cell adds to the globals or to a module, the cells before it did not know.
    const withoutAdditions = cells.filter((code) => !/declare (?:global|module)/.test(code));

    expect(withoutAdditions.length).toBeGreaterThan(100);
    expect(checkers.differencesIn(withoutAdditions)).toEqual([]);
  });

  test('in types that rest on a replaced name, when the living program was made anew', () => {
    const cells = [
      'const start = { a: 1 };',
      'const derived = { ...start };',
      'const start = 5;',
      'const size = derived.a;',
    ];

    expect(checkers.differencesIn(cells, 3)).toEqual([]);
  });

  test('in notebooks made by chance', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'D', 'E');
    const value = fc.tuple(fc.constantFrom(...VALUES), name).map(([make, other]) => make(other));
    const cell = fc.tuple(fc.constantFrom(...CELLS), name, value, name).map(([make, ...parts]) => make(...parts));
    const notebook = fc.array(cell, { minLength: 2, maxLength: 14 });

    fc.assert(
      fc.property(notebook, fc.boolean(), (cells, isRenewed) => {
        const differences = checkers.differencesIn(cells, isRenewed ? Math.floor(cells.length / 2) : undefined);
        expect(differences).toEqual([]);
      }),
      { numRuns: 25, seed: 20_26 },
    );
  });
});

test('a checker that crashes at a cell refuses it, and later cells know what was there before', () => {
  const compiler = new NotebookCompiler({ directory: `${ROOT}/test`, local: new LocalFiles() });
  const run = (number: number, code: string) => {
    const compiled = compiler.compile(number, code);
    if ('javaScript' in compiled) compiler.commit(number, compiled);
    return compiled.problems.map(({ messageText }) => messageText);
  };
  run(1, 'const rooms = 3; class House { private rooms = rooms; }');
  const crash = jest.spyOn(LivingProgram.prototype, 'current', 'get').mockImplementationOnce(() => {
    throw new Error('Debug Failure. False expression.');
  });

  const refused = run(2, 'const rooms = rooms + 1;');
  crash.mockRestore();

  expect(refused).toEqual([
    'TypeScript itself failed at this cell, so it did not run. Write the cell in another way. TypeScript said: Debug Failure. False expression.',
  ]);
  expect(run(3, 'const more: number = rooms; new House();')).toEqual([]);
  expect(run(4, 'more.nothing; new House().rooms;')).toEqual([
    "Property 'nothing' does not exist on type 'number'.",
    "Property 'rooms' is private and only accessible within class 'House'.",
  ]);
});

type MakeValue = (other: string) => string;
type MakeCell = (name: string, value: string, other: string) => string;

const VALUES: readonly MakeValue[] = [
  () => '1',
  () => "'text'",
  () => '[1, 2]',
  () => "Math.random() > 2 ? 1 : 'text'",
  (other) => other,
  (other) => `{ of: ${other}, n: 1 }`,
  (other) => `[${other}, ${other}] as const`,
  (other) => `() => ${other}`,
  (other) => `class { private hidden = ${other}; get shown() { return this.hidden; } }`,
  (other) => `(() => { interface Local { of: typeof ${other} } return { of: ${other} } as Local; })()`,
  (other) => `await ${other}`,
  (other) => `Object.entries({ of: ${other} })`,
];

const CELLS: readonly MakeCell[] = [
  (name, value) => `const ${name} = ${value};`,
  (name, value) => `let ${name} = ${value};`,
  (name, value) => `var ${name} = ${value};`,
  (name, value) => `let ${name}: string | number; ${name} = 1;\nconst ${name}2 = ${value};`,
  (name, value, other) => `const { ${name}, ...${other} } = { ${name}: ${value}, rest: 1 };`,
  (name, value) => `function ${name}(given = ${value.replace('await ', '')}) { return given; }`,
  (name) =>
    `function ${name}(n: number): string; function ${name}(n: string): number; function ${name}(n: any) { return n; }`,
  (name, value) => `class ${name} { private own = ${value.replace('await ', '')}; make() { return new ${name}(); } }`,
  (name, _value, other) => `class ${name}<T = ${other}> { constructor(readonly item: T) {} }`,
  (name, _value, other) => `interface ${name} { of: ${other}; }`,
  (name, _value, other) => `type ${name}<T extends object = { n: number }> = T | typeof ${other};`,
  (name, _value, other) => `enum ${name} { One = 1, Two }\nconst ${other} = ${name}.Two;`,
  (name, value) =>
    `namespace ${name} { export const inner = ${value.replace('await ', '')}; export interface Inner { n: 1 } }`,
  (name) => `import { join as ${name}, type ParsedPath } from 'node:path';`,
  (name, value) => `${name} = ${value};`,
  (name, _value, other) => `if (typeof ${name} === 'string') ${name}.length; else ${name};\n${other}.of;`,
  (name, value) => `declare const ${name}: { only: 1 };\nconst after = ${value};`,
  (name, _value, other) => `const typed: ${name} = ${other};\nnew ${name}(${other});`,
  (name) => `${name}.nothing(`,
];
