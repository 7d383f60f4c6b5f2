const EVERY_MILLISECONDS = 30_000;

/** Waits for something slow, and writes a line now and then so that the log shows a living host. */
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
