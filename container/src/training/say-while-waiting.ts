const EVERY_MILLISECONDS = 30_000;

/** Waits for something slow, and writes a line from time to time, so that the log shows what the host waits for. */
export async function sayWhileWaiting<Result>(
  work: Promise<Result>,
  describe: () => string,
  log: (text: string) => void,
): Promise<Result> {
  const startedAt = Date.now();
  const timer = setInterval(
    () => log(`${describe()} (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    EVERY_MILLISECONDS,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
