'use strict';

require('../register-typescript.cjs');
const { benchmarkFiles } = require('./benchmark-files.ts');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());

benchmarkFiles(process.argv.slice(2), stop.signal).catch((error) => {
  if (stop.signal.aborted) console.error('The benchmark was stopped.');
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = stop.signal.aborted ? 130 : 1;
});
