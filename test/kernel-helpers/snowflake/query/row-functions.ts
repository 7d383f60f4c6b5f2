import fc from 'fast-check';

/*
 * The text of functions of a row, from the closed grammar that SQL can be made of. Columns: A and B are NUMBERs, X and Y
 * FLOATs with NaN, T and U texts, F and G truths, D and E dates, P and Q times. All have nulls.
 */

const number = fc.letrec<Record<'number' | 'leaf', string>>((tie) => ({
  leaf: fc.constantFrom('r.A', 'r.B', 'r.X', 'r.Y', '0', '1', '2.5', '14', '-3', 'limit'),
  number: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom('abs', 'floor', 'ceil', 'round', 'sqrt'), tie('number'))
      .map(([f, a]) => `Math.${f}(${a})`),
    tie('number').map((a) => `(-(${a}))`),
    fc.tuple(tie('leaf'), tie('leaf')).map(([a, b]) => `(${a} ?? ${b})`),
  ),
})).number;

const textColumn = fc.constantFrom('r.T', 'r.U');
const textConstant = fc.constantFrom("'Fresno'", "'fresno'", "''", "'5'", "'o'", "'it\\'s'", 'name');
const text = fc.oneof(
  textColumn,
  textConstant,
  fc
    .tuple(textColumn, fc.constantFrom('toLowerCase', 'toUpperCase', 'trim'))
    .map(([t, f]) => `r.${t.slice(2)}?.${f}()`),
  textColumn.map((t) => `\`<\${${t}}>\``),
  textColumn.map((t) => `(${t} ?? 'none')`),
);
const moment = fc.oneof(
  fc.constantFrom(['r.D', 'r.E'], ['r.D', 'day'], ['day', 'r.E']),
  fc.constantFrom(['r.P', 'r.Q'], ['r.P', 'clock']),
);
const relation = fc.constantFrom('<', '<=', '>', '>=');
const equality = fc.constantFrom('===', '!==');

/** Conditions, such as `!(r.A > 14 && r.T !== 'Fresno')`. */
export const condition = fc.letrec<Record<'condition' | 'simple', string>>((tie) => ({
  simple: fc.oneof(
    fc.tuple(number, fc.oneof(relation, equality), number).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(text, equality, text).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(textColumn, relation, textConstant).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(moment, relation).map(([[a, b], op]) => `${a} ${op} ${b}`),
    fc
      .tuple(textColumn, fc.constantFrom('includes', 'startsWith', 'endsWith'), textConstant)
      .map(([a, f, b]) => `${a}?.${f}(${b})`),
    fc.tuple(fc.constantFrom('r.A', 'r.X', 'r.T', 'r.F', 'r.D', 'r.P'), equality).map(([a, op]) => `${a} ${op} null`),
    fc.constantFrom('r.F', 'r.G', 'r.F === r.G', 'r.F !== true', 'r.A', 'r.X', 'r.T', "String(r.D) === '2024-01-31'"),
    textColumn.map((a) => `${a}?.length > 3`),
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('simple'),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((a) => `!(${a})`),
    fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} ? !!(${b}) : !!(${c}))`),
  ),
})).condition;
