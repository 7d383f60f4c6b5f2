import type { Surroundings } from '../../surroundings';

const EVERY_MILLISECONDS = 1000;

/** Tells for how many seconds Snowflake has been running a statement, until it has ended. */
export async function tellRunning<Result>(
  statement: Promise<Result>,
  { progress }: Pick<Surroundings, 'progress'>,
): Promise<Result> {
  const begun = Date.now();
  const line = progress('Running in Snowflake');
  const report = (): void => line.report(`${Math.round((Date.now() - begun) / 1000)} s`);
  const timer = setInterval(report, EVERY_MILLISECONDS);
  try {
    return await statement;
  } finally {
    clearInterval(timer);
    line.close();
  }
}
