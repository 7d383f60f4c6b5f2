'use strict';

require('../register-typescript.cjs');
const { benchmarkInteractiveTable } = require('./benchmark-interactive-table.ts');

benchmarkInteractiveTable({ rows: Number(process.argv[2] ?? 10_000_000), rounds: Number(process.argv[3] ?? 5) }).catch(
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
