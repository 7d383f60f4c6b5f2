import { sayOnStderr } from '../own-stderr';

const complaints = new Set<string>();

/** Says that a message was dropped. A client that sends bad messages sends many, so each kind is reported once. */
export function complainOnce(error: unknown): void {
  const text = `${error instanceof Error ? error.message : String(error)} It was dropped.`;
  if (complaints.has(text)) return;
  complaints.add(text);
  sayOnStderr(text);
}
