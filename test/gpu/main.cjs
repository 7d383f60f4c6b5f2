'use strict';

require('../bench/register-typescript.cjs');
const { main } = require('./main.ts');

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
