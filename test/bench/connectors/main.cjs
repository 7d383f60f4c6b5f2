'use strict';

require('../register-typescript.cjs');
const { compareConnectors } = require('./compare-connectors.ts');
const { exitCodeOf } = require('../../../kernel-helpers/jupyter/dist/exit-code.js');

exitCodeOf(compareConnectors).then((exitCode) => {
  process.exitCode = exitCode;
});
