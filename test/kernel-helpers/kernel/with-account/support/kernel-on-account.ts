import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { type AwsGate, startAwsGate } from '../../../../support/aws-gate';
import type { Gate } from '../../../../support/gate';
import { startLocalAccount, type TestAccount } from '../../../../support/local-account';
import { startSnowflakeGate } from '../../../../support/snowflake-gate';
import { makeTemporaryFolder } from '../../../../support/temporary-folder';
import { DEADLINE_MS, until } from '../../../../support/until';
import { withEnvironment } from '../../../../support/with-environment';
import { type Execution, KernelClient, REPOSITORY } from '../../support/kernel-client';

const OUTPUTS = ['stream', 'display_data'];

/** A statement in the account's own record. */
export interface RecordedStatement {
  readonly text: string;
  /** `RUNNING`, `SUCCESS` or `FAILED_WITH_ERROR`. */
  readonly status: string;
  readonly error: string | null;
  /** The warehouse that executed it. */
  readonly warehouse: string | null;
}

/** A kernel whose cells work on a local account, and another login that looks at that account. */
export interface KernelOnAccount {
  readonly account: TestAccount;
  readonly kernel: KernelClient;
  readonly observer: Snowflake;
  /** Stands between the kernel and Snowflake if `isGated` is set; never before the observer. */
  readonly gate: Gate;
  /** The same before SageMaker's API; never before the test itself. */
  readonly sageMakerGate: AwsGate;
  /** The kernel's own folder for temporary files. */
  readonly temporaryFolder: string;
  /** Runs a cell that must succeed. */
  run(code: string): Promise<Execution>;
  /** Starts a cell, waits for the moment (by default until it has shown something), and interrupts it. */
  interrupt(code: string, moment?: (id: string) => Promise<void>): Promise<InterruptedCell>;
  /** Statements of the account that contain a text, from the oldest to the newest. */
  recorded(text: string): Promise<readonly RecordedStatement[]>;
  close(): Promise<void>;
}

export interface InterruptedCell extends Execution {
  /** The parent id of its messages. */
  readonly id: string;
  /** The time from the interrupt to the end of the cell. */
  readonly endedAfterMs: number;
  /** What the cell showed: the plain text of its outputs before the error; of an updated output, its last text. */
  readonly shown: string;
}

/** Starts both, and runs a first cell that connects. A new account has the objects that its settings name. */
export async function startKernelOnAccount({ isGated = false } = {}): Promise<KernelOnAccount> {
  const account = await startLocalAccount();
  const restoreEnvironment = withEnvironment(account.settings);
  const observer = await connect();
  const folder = makeTemporaryFolder('kernel-on-account');
  const gate = await startSnowflakeGate(account.settings.SF_ACCESS_URL ?? '');
  const sageMakerGate = await startAwsGate(account.settings.AWS_ENDPOINT_URL_SAGEMAKER ?? '');
  const gates = { SF_ACCESS_URL: gate.url, AWS_ENDPOINT_URL_SAGEMAKER: sageMakerGate.url };
  const env = { ...account.settings, ...(isGated ? gates : {}), TMPDIR: folder.path };
  const kernel = await KernelClient.start({ cwd: join(REPOSITORY, 'notebooks'), env });
  const run = async (code: string) => {
    const execution = await kernel.execute(code);
    if (execution.error) throw new Error(String(execution.error.evalue));
    return execution;
  };
  await run("import { connect } from 'kernel-helpers';\nconst snowflake = await connect();");
  return {
    account,
    kernel,
    observer,
    gate,
    sageMakerGate,
    temporaryFolder: folder.path,
    run,
    interrupt: async (code, moment) => {
      const running = kernel.startExecution(code);
      const hasShown = async () => kernel.publishedFor(running).some(({ type }) => OUTPUTS.includes(type));
      await (moment ? inTime(moment(running)) : until(hasShown));
      const interruptedAt = Date.now();
      await kernel.request('control', 'interrupt_request', {});
      const execution = await kernel.executionOf(running);
      return { ...execution, id: running, endedAfterMs: Date.now() - interruptedAt, shown: shownBy(execution) };
    },
    recorded: (text) => recordedStatements(observer, text),
    close: async () => {
      await kernel.close();
      await observer.close();
      restoreEnvironment();
      await gate.close();
      await sageMakerGate.close();
      await account.close();
      folder.close();
    },
  };
}

/** Waits for a moment; fails after the deadline. */
async function inTime(moment: Promise<void>): Promise<void> {
  const deadline = new AbortController();
  const tooLate = delay(DEADLINE_MS, undefined, { signal: deadline.signal }).then(() => {
    throw new Error(`The moment did not come within ${DEADLINE_MS} ms.`);
  });
  tooLate.catch(() => undefined);
  await Promise.race([moment, tooLate]).finally(() => deadline.abort());
}

async function recordedStatements(observer: Snowflake, text: string): Promise<readonly RecordedStatement[]> {
  const history = await observer.sql`
    select query_text, execution_status, error_message, warehouse_name
    from table(information_schema.query_history())
    where contains(query_text, ${text}) and not contains(query_text, 'query_history')
    order by start_time`;
  return history.toRows().map((row) => ({
    text: String(row.QUERY_TEXT),
    status: String(row.EXECUTION_STATUS),
    error: row.ERROR_MESSAGE === null ? null : String(row.ERROR_MESSAGE),
    warehouse: row.WAREHOUSE_NAME === null ? null : String(row.WAREHOUSE_NAME),
  }));
}

function shownBy({ published }: Execution): string {
  const outputs = new Map<string, string>();
  for (const [index, { type, content }] of published.entries()) {
    if (type === 'stream') outputs.set(String(index), String(content.text));
    if (type !== 'display_data' && type !== 'update_display_data') continue;
    const { data, transient } = content as { data: Record<string, unknown>; transient?: { display_id?: string } };
    outputs.set(transient?.display_id ?? String(index), String(data['text/plain']));
  }
  return [...outputs.values()].filter((text) => text !== '').join('\n');
}
