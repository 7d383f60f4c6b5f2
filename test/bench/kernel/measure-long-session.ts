import type { KernelClient } from '../../kernel-helpers/kernel/support/kernel-client';
import type { MeasuredKernel } from '../kernels';
import { median, residentMegabytes, startKernel, timeCell, timeRequests } from './kernel-times';

/** What is measured in a session in which 500 cells declare a name each; milliseconds and megabytes. */
export interface LongSession {
  readonly memoryAtStartMegabytes: number | undefined;
  readonly tenthDeclarationMs: number;
  readonly lastDeclarationMs: number;
  readonly completionWithNamesMs: number;
  readonly inspectionWithNamesMs: number;
  readonly memoryWithNamesMegabytes: number | undefined;
}

const NAMES = 500;
/** The cells around the tenth, and as many at the end. */
const AROUND_TENTH = [5, 15] as const;

export async function measureLongSession(kernel: MeasuredKernel): Promise<LongSession> {
  const client = await startKernel(kernel);
  try {
    const memoryAtStartMegabytes = residentMegabytes(client.process.pid);
    const declarations = await timeDeclarations(client, kernel);
    const memoryWithNamesMegabytes = residentMegabytes(client.process.pid);
    const completed = (seed: number) => `${seed}; name_4`;
    const inspected = (seed: number) => `${seed}; name_${seed * 50}`;
    return {
      memoryAtStartMegabytes,
      tenthDeclarationMs: median(declarations.slice(...AROUND_TENTH)),
      lastDeclarationMs: median(declarations.slice(AROUND_TENTH[0] - AROUND_TENTH[1])),
      completionWithNamesMs: await timeRequests(client, 'complete_request', completed),
      inspectionWithNamesMs: await timeRequests(client, 'inspect_request', inspected),
      memoryWithNamesMegabytes,
    };
  } finally {
    await client.close();
  }
}

async function timeDeclarations(client: KernelClient, kernel: MeasuredKernel): Promise<readonly number[]> {
  const times: number[] = [];
  for (let seed = 0; seed < NAMES; seed++) times.push(await timeCell(client, kernel.declaration(`name_${seed}`, seed)));
  return times;
}
