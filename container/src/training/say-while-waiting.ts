export interface SayWhileWaitingOptions {
  readonly log: (text: string) => void;
  /** @default 30 s */
  readonly everyMilliseconds?: number;
}

/** Waits for something slow, and writes a line from time to time, so that the log shows what the host waits for. */
export async function sayWhileWaiting<Result>(
  work: Promise<Result>,
  describe: () => string,
  { log, everyMilliseconds = 30_000 }: SayWhileWaitingOptions,
): Promise<Result> {
  const startedAt = Date.now();
  const timer = setInterval(
    () => log(`${describe()} (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    everyMilliseconds,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
