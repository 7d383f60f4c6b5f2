'use strict';

require('../register-typescript.cjs');
const { benchmarkContainer } = require('./benchmark-container.ts');

benchmarkContainer(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
