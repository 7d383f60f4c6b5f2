'use strict';

require('../register-typescript.cjs');
const { runReflexes } = require('./run-reflexes.ts');

runReflexes().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
