import './snapshot/use-snapshot';

import { fail } from './io-thread/end-process';
import { startKernel } from './kernel';
import { MALLOC_SETTING, TRY_START } from './node-options';
import { readConnectionFile } from './protocol/connection-file';
import { tryStart } from './try-start';

/** The kernel's process: `node main.js <connection file>`. */
function main(): void {
  const [, , connectionFile] = process.argv;
  // It has been read, and the programs that cells start must not inherit it.
  delete process.env[MALLOC_SETTING.name];
  if (connectionFile === undefined) {
    console.error(
      'Usage: main.js <connection file>. Jupyter starts this kernel; install it with `kernel-helpers install-kernel`.',
    );
    process.exitCode = 2;
    return;
  }
  if (connectionFile === TRY_START) tryStart().catch(fail);
  else startKernel(readConnectionFile(connectionFile));
}

main();
