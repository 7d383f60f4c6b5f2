import type { KernelClient } from '../../kernel-helpers/kernel/support/kernel-client';
import type { MeasuredKernel } from '../kernels';
import { median, residentMegabytes, startKernel, timeCell, timeRequests } from './kernel-times';
import { measureHeadless } from './measure-headless';
import { type LongSession, measureLongSession } from './measure-long-session';

/** What is measured in the life of one kernel; milliseconds and megabytes, undefined where it cannot be measured. */
export interface Measurement extends Partial<LongSession> {
  readonly startMs: number;
  readonly firstCellMs: number;
  readonly trivialCellMs: number;
  readonly completionMs: number;
  readonly inspectionMs: number;
  readonly manyLinesMs: number | undefined;
  /** A top-level loop of 30 million additions. */
  readonly loopMs: number | undefined;
  /** A cell with a list of 50,000 numbers. */
  readonly literalMs: number | undefined;
  /** Memory after the start and the first cells. */
  readonly memoryMegabytes: number | undefined;
  readonly importCellMs: number;
  readonly dataFrameImportMs: number;
  readonly sqlCompletionMs: number | undefined;
  readonly headlessMs: number;
}

const TRIVIAL_CELLS = 15;
const NUMBERS = Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 1_000);
const LITERAL = `pasted = [${NUMBERS.join(', ')}]`;

/** Starts a kernel as Jupyter does, in the folder of the notebooks, and runs the cells. */
export async function measureKernel(kernel: MeasuredKernel): Promise<Measurement> {
  const begun = performance.now();
  const client = await startKernel(kernel);
  try {
    const startMs = performance.now() - begun;
    const firstCellMs = await timeCell(client, kernel.trivial(0));
    const trivial: number[] = [];
    for (let seed = 1; seed <= TRIVIAL_CELLS; seed++) trivial.push(await timeCell(client, kernel.trivial(seed)));
    const memoryMegabytes = residentMegabytes(client.process.pid);
    const completionMs = await timeRequests(client, 'complete_request', kernel.toComplete);
    const inspectionMs = await timeRequests(client, 'inspect_request', kernel.toInspect);
    const heavy = kernel.losesLines ? undefined : await timeHeavyCells(client, kernel);
    return {
      startMs,
      firstCellMs,
      trivialCellMs: median(trivial),
      completionMs,
      inspectionMs,
      manyLinesMs: heavy?.manyLinesMs,
      loopMs: heavy?.loopMs,
      literalMs: heavy?.literalMs,
      memoryMegabytes,
      importCellMs: await timeFirstCell(kernel, kernel.imports),
      dataFrameImportMs: await timeFirstCell(kernel, kernel.dataFrameImport),
      sqlCompletionMs: await timeSqlCompletion(client, kernel),
      headlessMs: await measureHeadless(kernel),
      // Stock tslab stops sending its idle status sooner or later.
      ...(!kernel.losesLines && (await measureLongSession(kernel))),
    };
  } finally {
    await client.close();
  }
}

async function timeHeavyCells(client: KernelClient, kernel: MeasuredKernel) {
  const literal = kernel.language === 'typescript' ? `const ${LITERAL};` : LITERAL;
  return {
    manyLinesMs: await timeCell(client, kernel.manyLines),
    loopMs: await timeCell(client, kernel.loop),
    literalMs: await timeCell(client, literal),
  };
}

/** The cell runs as the first of a new kernel, as imports do in a notebook. */
async function timeFirstCell(kernel: MeasuredKernel, code: string): Promise<number> {
  const client = await startKernel(kernel);
  try {
    return await timeCell(client, code);
  } finally {
    await client.close();
  }
}

async function timeSqlCompletion(client: KernelClient, { sql }: MeasuredKernel): Promise<number | undefined> {
  if (!sql) return undefined;
  await client.execute(sql.connect);
  return await timeRequests(client, 'complete_request', sql.toComplete);
}
