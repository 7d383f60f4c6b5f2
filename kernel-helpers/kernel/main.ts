import { startKernel } from './kernel';
import { readConnectionFile } from './protocol/connection-file';

/** The kernel's process: `node main.js <connection file>`. */
function main(): void {
  const [, , connectionFile] = process.argv;
  if (connectionFile === undefined) {
    console.error(
      'Usage: main.js <connection file>. Jupyter starts this kernel; install it with `kernel-helpers install-kernel`.',
    );
    process.exitCode = 2;
    return;
  }
  startKernel(readConnectionFile(connectionFile));
}

main();
