import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { median } from './kernel-times';

const RUNS = 5;

/** How long `node` needs for the code as a file of its own, in milliseconds; its start is not counted. */
export async function measureLoopInNode(code: string): Promise<number> {
  const folder = makeTemporaryFolder('loop-bench');
  const file = join(folder.path, 'loop.js');
  try {
    writeFileSync(file, `const begun = performance.now();\n${code};\nconsole.log(performance.now() - begun);\n`);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) times.push(Number(await runToSuccess(process.execPath, [file])));
    return median(times);
  } finally {
    folder.close();
  }
}
