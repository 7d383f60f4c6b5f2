'use strict';

require('../register-typescript.cjs');
const { countInterrupts } = require('./count-interrupts.ts');

countInterrupts(Number(process.argv[2] ?? 20)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
