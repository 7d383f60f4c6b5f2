'use strict';

require('../register-typescript.cjs');
const { benchmarkKernels } = require('./benchmark-kernels.ts');

benchmarkKernels(Number(process.argv[2] ?? 10)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
