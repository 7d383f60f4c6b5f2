import { PlatformError } from '../../errors';

/** For PUT and GET in a session without a time limit. */
export const DEFAULT_TRANSFER_SECONDS = 3600;

/**
 * Stops waiting for the files of PUT or GET. When Snowflake's permission for a stage has expired, the driver asks for no
 * new one and tries again for ever (snowflake-sdk 3.3.0, file_transfer_agent.js: `renewExpiredClient() {}`).
 */
export async function withinDeadline<Result>(transfer: Promise<Result>, seconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate(seconds)), seconds * 1000);
  });
  try {
    return await Promise.race([transfer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(seconds: number): PlatformError {
  return new PlatformError(
    `The files were not transferred within ${seconds} seconds. The network is too slow for them, or Snowflake's permission ` +
      'for the stage expired on the way, which the driver does not notice: it may go on until the kernel is restarted. ' +
      'Send smaller files, or give more time: connect({ statementTimeoutSeconds }).',
    { facts: { late: true }, reason: 'timed-out' },
  );
}
