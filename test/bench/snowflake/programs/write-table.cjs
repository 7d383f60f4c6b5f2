'use strict';

// Loads columns that are in memory into a new table.
const { connect } = require('../../../../kernel-helpers/dist/cell-api/connect.js');
const { Table } = require('../../../../kernel-helpers/dist/table/columnar-table.js');

const ROWS = Number(process.env.ROWS);

function made(values, value) {
  for (let n = 0; n < ROWS; n += 1) values[n] = value(n);
  return values;
}

const numbers = (name, type, value) => ({
  name,
  type,
  nullable: true,
  kind: 'number',
  values: made(new Float64Array(ROWS), value),
});
const float = (index) => numbers(`F${index}`, 'FLOAT', (n) => Math.sin(n * (index + 1.37) + index) * 100);
const whole = (name, value) => ({ ...numbers(name, 'NUMBER(18,0)', value), scale: 0 });
const texts = (name, value) => ({
  name,
  type: 'VARCHAR',
  nullable: true,
  kind: 'text',
  values: made(new Array(ROWS), value),
});
const times = (name, first, step) => ({
  name,
  type: 'TIMESTAMP_NTZ(9)',
  nullable: true,
  kind: 'timestamp',
  values: made(new Float64Array(ROWS), (n) => first + n * step),
});

function columns() {
  if (process.env.COLUMNS === '9') return Array.from({ length: 9 }, (_, index) => float(index));
  return [
    ...Array.from({ length: 12 }, (_, index) => float(index)),
    whole('ID', (n) => n),
    whole('ROOMS', (n) => n % 100_000),
    whole('AGE', (n) => (n * 3) % 50),
    {
      name: 'SOLD',
      type: 'BOOLEAN',
      nullable: true,
      kind: 'boolean',
      values: made(new Uint8Array(ROWS), (n) => (n % 3 === 0 ? 1 : 0)),
    },
    texts('HOUSE', (n) => `house ${n % 5000}`),
    texts('REMARK', (n) => `a longer text about number ${n}, which is hardly ever the same`),
    times('LISTED', 1_420_070_400_000, 60_000),
    times('SEEN', 1_577_836_800_000, 1000),
  ];
}

async function main() {
  const table = new Table(columns());
  const snowflake = await connect({ user: process.env.SF_USER, password: process.env.SF_PASSWORD });
  const begun = performance.now();
  await snowflake.writeTable(table, 'loaded_by_us', { ifExists: 'replace' });
  console.log(JSON.stringify({ rows: table.rowCount, seconds: (performance.now() - begun) / 1000 }));
  await snowflake.close();
}

main();
