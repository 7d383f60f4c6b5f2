'use strict';

require('../register-typescript.cjs');
const { benchmarkSnowflake } = require('./benchmark-snowflake.ts');

benchmarkSnowflake(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
