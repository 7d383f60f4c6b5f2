const EVERY_MILLISECONDS = 30_000;

/** Waits for something slow, and writes a line from time to time, so that the log shows that the host is alive. */
export async function sayWhileWaiting<Result>(
  work: Promise<Result>,
  text: string,
  log: (text: string) => void,
): Promise<Result> {
  const startedAt = Date.now();
  const timer = setInterval(
    () => log(`${text} (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    EVERY_MILLISECONDS,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
