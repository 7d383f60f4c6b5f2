'use strict';

// Writes a table as a file of each format and reads it, each once, after all have been done with few rows.
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const helpers = require('../../../../kernel-helpers/dist/index.js');

const WARM_UP_ROWS = 20_000;
const CITIES = 1000;
const DAYS = 20_000;

const FORMATS = {
  csv: { write: helpers.writeCsv, read: helpers.readCsv },
  jsonl: { write: helpers.writeJsonLines, read: helpers.readJsonLines },
  parquet: { write: helpers.writeParquet, read: helpers.readParquet },
  arrow: { write: helpers.writeArrow, read: helpers.readArrow },
};

/** A number from 0 to below 1 for each row, which looks like chance. */
function share(row, salt) {
  let bits = (Math.imul(row, 0x9e3779b1) + salt) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b) >>> 0;
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

function tableOf(rows) {
  const each = (make) => Array.from({ length: rows }, (_, row) => make(row));
  const numbers = (name, type, value) => ({
    name,
    kind: 'number',
    type,
    nullable: true,
    values: Float64Array.from({ length: rows }, (_, row) => value(row)),
  });
  return new helpers.Table([
    ...[1, 2, 3, 4].map((salt) => numbers(`LONG_${salt}`, 'FLOAT', (row) => share(row, salt) / 3)),
    numbers('PRICE', 'FLOAT', (row) => Math.round(share(row, 5) * 1e6) / 100),
    numbers('WHOLE', 'NUMBER(10,0)', (row) => Math.floor(share(row, 6) * 1e6)),
    {
      name: 'CITY',
      kind: 'text',
      type: 'VARCHAR',
      nullable: true,
      values: each((row) => `town ${Math.floor(share(row, 7) * CITIES)}`),
    },
    {
      name: 'DAY',
      kind: 'date',
      type: 'DATE',
      nullable: true,
      values: Int32Array.from({ length: rows }, (_, row) => Math.floor(share(row, 8) * DAYS)),
    },
    {
      name: 'COAST',
      kind: 'boolean',
      type: 'BOOLEAN',
      nullable: true,
      values: Uint8Array.from({ length: rows }, (_, row) => (share(row, 9) < 0.5 ? 1 : 0)),
    },
  ]);
}

async function timed(work) {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

async function run(folder, rows) {
  const table = tableOf(rows);
  const steps = {};
  for (const [format, { write, read }] of Object.entries(FORMATS)) {
    const path = join(folder, `ours-${rows}.${format}`);
    const [writeMs, { rows: written }] = await timed(() => write(table, path));
    const [readMs, back] = await timed(() => read(path));
    let sum = 0;
    for (const value of back.column('LONG_1').values) sum += value;
    steps[`write ${format}`] = { ms: writeMs, figure: written };
    steps[`read ${format}`] = { ms: readMs, figure: sum };
  }
  return steps;
}

async function main([folder, rows]) {
  await run(folder, WARM_UP_ROWS);
  console.log(JSON.stringify({ steps: await run(folder, Number(rows)) }));
}

main(process.argv.slice(2));
