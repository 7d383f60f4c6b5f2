'use strict';

require('../register-typescript.cjs');
const { benchmarkSnowflake } = require('./benchmark-snowflake.ts');

const stop = new AbortController();
// Once: who asks a second time does not want to wait for the end of the local account.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());

benchmarkSnowflake(process.argv.slice(2), stop.signal).catch((error) => {
  if (stop.signal.aborted) console.error('The benchmark was stopped.');
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = stop.signal.aborted ? 130 : 1;
});
