#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (existsSync(program)) {
  await createRequire(import.meta.url)(program).main(process.argv);
} else {
  console.error('local-account: it is not built yet. Run `npm run set-up` first.');
  process.exitCode = 1;
}
