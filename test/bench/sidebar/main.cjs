'use strict';

require('../register-typescript.cjs');
const { benchmarkSidebar } = require('./benchmark-sidebar.ts');

benchmarkSidebar(Number(process.argv[2] ?? 3)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
