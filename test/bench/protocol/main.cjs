'use strict';

require('../register-typescript.cjs');
const { compareKernels } = require('./compare-kernels.ts');
const { untilInterrupted } = require('../../../kernel-helpers/jupyter/dist/interruption.js');
const { exitCodeOf } = require('../../../kernel-helpers/jupyter/dist/exit-code.js');

exitCodeOf(() => untilInterrupted(compareKernels)).then((exitCode) => {
  process.exitCode = exitCode;
});
