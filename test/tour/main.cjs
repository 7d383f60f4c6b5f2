'use strict';

require('../bench/register-typescript.cjs');
const { takeTour } = require('./take-tour.ts');

takeTour().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
