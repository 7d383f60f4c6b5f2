'use strict';

// Times each verb of Table once, on the rows that verbs.py makes too.
const { Table, mean, quantile } = require('../../../../kernel-helpers/dist/index.js');
const { textColumn } = require('../../../../kernel-helpers/dist/values/text-column.js');
const { Texts } = require('../../../../kernel-helpers/dist/values/texts.js');

const WARM_UP_ROWS = 10_000;
const CITIES = 1000;
const SMALL_ROWS = 10_000;
const LETTERS = 9;

/** A number from 0 to below 1 for each row, which looks like chance. */
function share(row, salt) {
  let bits = (Math.imul(row, 0x9e3779b1) + salt) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b) >>> 0;
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

const numbers = (name, type, rows, value) => ({
  name,
  kind: 'number',
  type,
  nullable: true,
  values: Float64Array.from({ length: rows }, (_, row) => value(row)),
});

function citiesOf(rows) {
  const bytes = new Uint8Array(rows * LETTERS);
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row += 1) {
    const city = `town ${String(Math.floor(share(row, 6) * CITIES)).padStart(4, '0')}`;
    for (let letter = 0; letter < LETTERS; letter += 1) bytes[row * LETTERS + letter] = city.charCodeAt(letter);
    offsets[row + 1] = (row + 1) * LETTERS;
  }
  return { bytes, offsets };
}

function tableOf(rows) {
  const cities = citiesOf(rows);
  const columns = [
    numbers('A', 'FLOAT', rows, (row) => share(row, 1) - share(row, 2)),
    numbers('B', 'FLOAT', rows, (row) => 1000 * (share(row, 3) - 0.5)),
    numbers('C', 'FLOAT', rows, (row) => share(row, 4)),
    numbers('D', 'FLOAT', rows, (row) => share(row, 5) * share(row, 1)),
    numbers('N', 'NUMBER(10,0)', rows, (row) => Math.floor(share(row, 7) * SMALL_ROWS)),
  ];
  const days = Int32Array.from({ length: rows }, (_, row) => Math.floor(share(row, 8) * 20_000));
  // Texts keep their words once they are found: each verb gets texts that nobody has looked at.
  return () =>
    new Table([
      ...columns,
      textColumn({ name: 'CITY', type: 'VARCHAR', nullable: true }, Texts.ofParts([cities])),
      { name: 'DAY', kind: 'date', type: 'DATE', nullable: true, values: days },
    ]);
}

const SMALL = new Table([
  numbers('N', 'NUMBER(10,0)', SMALL_ROWS, (row) => (row * 7919) % SMALL_ROWS),
  numbers('X', 'FLOAT', SMALL_ROWS, (row) => share(row, 9)),
  numbers('Y', 'FLOAT', SMALL_ROWS, (row) => share(row, 10)),
]);

const total = (column) => column.values.reduce((sum, value) => sum + value, 0);
const middle = (table) => table.rowCount >> 1;

/** Each verb, and a figure of its result that pandas must find too. */
const VERBS = {
  filter: [(table) => table.filter((row) => row.A > 0.25), (made) => made.rowCount],
  'sort by float': [(table) => table.sortBy('B'), (made) => made.column('B').values[middle(made)]],
  'sort by text': [(table) => table.sortBy('CITY'), (made) => Number(made.at(middle(made)).CITY.slice(5))],
  'groupBy, mean': [(table) => table.groupBy('CITY').aggregate({ m: mean('A') }), (made) => total(made.column('m'))],
  'groupBy, mean and two quantiles': [
    (table) => table.groupBy('CITY').aggregate({ m: mean('C'), low: quantile('C', 0.1), high: quantile('C', 0.9) }),
    (made) => ['m', 'low', 'high'].reduce((sum, name) => sum + total(made.column(name)), 0),
  ],
  'join 10⁴ rows': [(table) => table.join(SMALL, { on: 'N' }), (made) => total(made.column('X'))],
  describe: [(table) => table.describe(), (made) => made.toRows().find(({ column }) => column === 'C').median],
};

function timed(table) {
  return Object.fromEntries(
    Object.entries(VERBS).map(([name, [verb, figure]]) => {
      const input = table();
      const begun = performance.now();
      const made = verb(input);
      const ms = performance.now() - begun;
      return [name, { ms, figure: figure(made) }];
    }),
  );
}

timed(tableOf(WARM_UP_ROWS));
console.log(JSON.stringify({ verbs: timed(tableOf(Number(process.argv[2]))) }));
