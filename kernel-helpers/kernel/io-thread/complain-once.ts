import { sayOnStderr } from '../own-stderr';

const complaints = new Set<string>();

/** Says that a message was dropped. A client that sends rubbish does so often: each kind is said once. */
export function complainOnce(error: unknown): void {
  const text = `${error instanceof Error ? error.message : String(error)} It was dropped.`;
  if (complaints.has(text)) return;
  complaints.add(text);
  sayOnStderr(text);
}
