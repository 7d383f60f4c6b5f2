import type * as SnowflakeSdk from 'snowflake-sdk';
import { REQUEST_FAILED } from './driver-codes';
import { failureOfDriver } from './driver-failure';
import type { Transfer } from './session';
import type { StatementGuard } from './statement-guard';
import { watchAnswers } from './watch-answers';

/** Runs PUT or GET, which Snowflake's driver carries out itself. @returns one object for each file */
export async function transferByDriver(
  connection: SnowflakeSdk.Connection,
  transfer: Transfer,
  guard: StatementGuard,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const finished = await execute(connection, transfer, guard);
  const names = (finished.getColumns() ?? []).map((column) => column.getName());
  const rows: Record<string, unknown>[] = [];
  for await (const row of finished.streamRows()) {
    rows.push(Object.fromEntries(names.map((name, index) => [name, (row as readonly unknown[])[index]])));
  }
  return rows;
}

async function execute(
  connection: SnowflakeSdk.Connection,
  transfer: Transfer,
  guard: StatementGuard,
): Promise<SnowflakeSdk.RowStatement> {
  transfer.signal.throwIfAborted();
  try {
    return await executeInDriver(connection, transfer, guard);
  } catch (error) {
    // The driver's stack leads to a callback inside the driver; a stack from here leads to the caller.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

function executeInDriver(
  connection: SnowflakeSdk.Connection,
  { sqlText, signal }: Transfer,
  guard: StatementGuard,
): Promise<SnowflakeSdk.RowStatement> {
  return new Promise((resolve, reject) => {
    const statement = connection.execute({
      sqlText,
      streamResult: true,
      complete: (error, finished) => {
        stopCancelling();
        watch.end();
        if (error === undefined || error === null) resolve(finished);
        else reject(guard.failureOf(failureOfDriver(error), signal));
      },
    });
    const asked = {
      get queryId() {
        return statement.getQueryId();
      },
    };
    const stopCancelling = guard.cancelOnAbort(signal, asked, () => cancelInDriver(statement), reject);
    const watch = guard.watch(reject, (accessUrl, tell) => ({ end: watchAnswers(accessUrl, tell) }));
  });
}

function cancelInDriver(statement: SnowflakeSdk.RowStatement): Promise<string | undefined> {
  return new Promise((resolve) =>
    statement.cancel((error) =>
      resolve(error === undefined || error === null ? undefined : (failureOfDriver(error).code ?? REQUEST_FAILED)),
    ),
  );
}
