/** How long to wait for one answer of an API that answers at once. */
export const ANSWER_SECONDS = 60;

/**
 * Waits for an answer of AWS, but not for ever: by default the SDK sets no limit, and after a network was lost no answer
 * comes at all (SDK for JavaScript v3, `NodeHttpHandler`, `requestTimeout`). The limit includes the SDK's own retries.
 * @param signal ends the call earlier
 * @throws an error named TimeoutError after the limit
 */
export async function answeredWithin<Answer>(
  seconds: number,
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    return await call(signal === undefined ? limit : AbortSignal.any([signal, limit]));
  } catch (cause) {
    if (!limit.aborted || signal?.aborted) throw cause;
    throw Object.assign(new Error(`No answer came within ${seconds} seconds.`, { cause }), { name: 'TimeoutError' });
  }
}
