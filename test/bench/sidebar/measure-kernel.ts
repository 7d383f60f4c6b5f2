import { readFileSync } from 'node:fs';
import { AskedKernel } from './asked-kernel';
import { type Figure, timed } from './figure';
import { MANY_TABLES } from './many-tables';

const WARM_REQUESTS = 20;
/** What the page asks for at once (`tree-store.ts`). */
const FIRST_PAGE = 500;
const NEXT_PAGE = 2_500;

/** What the kernel's side costs, seen from a Jupyter client without JupyterLab between. */
export async function measureKernel(
  settings: Readonly<Record<string, string>>,
  rounds: number,
): Promise<readonly Figure[]> {
  const helloMs: number[] = [];
  const coldMs: number[] = [];
  const warmMs: number[] = [];
  const firstPageMs: number[] = [];
  const wholeListMs: number[] = [];
  const memoryBefore: number[] = [];
  const memoryAfter: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const kernel = await AskedKernel.start(settings);
    try {
      helloMs.push(kernel.helloMs);
      memoryBefore.push(residentMegabytes(kernel.processId));
      const databasesMs = await timed(() => kernel.ask('databases', {}));
      coldMs.push(kernel.helloMs + databasesMs);
      for (let request = 0; request < WARM_REQUESTS; request++)
        warmMs.push(await timed(() => kernel.ask('databases', {})));
      const path = [MANY_TABLES.database, MANY_TABLES.schema];
      firstPageMs.push(await timed(() => kernel.ask('tables', { path, limit: FIRST_PAGE })));
      wholeListMs.push(await timed(() => wholeList(kernel, path)));
      memoryAfter.push(residentMegabytes(kernel.processId));
    } finally {
      await kernel.close();
    }
  }
  const tables = MANY_TABLES.count.toLocaleString('en-US');
  return [
    { what: 'kernel: comm opened → hello', unit: 'ms', values: helloMs },
    {
      what: 'kernel: comm opened → first level, cold (loads driver, logs in)',
      unit: 'ms',
      values: coldMs,
      goal: '≤ 1000',
    },
    { what: 'kernel: first level, warm', unit: 'ms', values: warmMs, goal: '≤ 60' },
    { what: `kernel: ${tables} tables, first ${FIRST_PAGE}`, unit: 'ms', values: firstPageMs, goal: '≤ 300' },
    { what: `kernel: ${tables} tables, whole list`, unit: 'ms', values: wholeListMs, goal: '≤ 2000' },
    { what: 'kernel: memory before the first request', unit: 'MB', values: memoryBefore },
    { what: 'kernel: memory after the whole list', unit: 'MB', values: memoryAfter },
  ];
}

async function wholeList(kernel: AskedKernel, path: readonly string[]): Promise<void> {
  let after: string | undefined;
  let count = 0;
  do {
    const limit = after === undefined ? FIRST_PAGE : NEXT_PAGE;
    const { items, next } = await kernel.ask('tables', { path: [...path], limit, after });
    count += items.length;
    after = next;
  } while (after !== undefined);
  if (count !== MANY_TABLES.count) throw new Error(`The list has ${count} tables instead of ${MANY_TABLES.count}.`);
}

/** Works on Linux only. */
function residentMegabytes(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
