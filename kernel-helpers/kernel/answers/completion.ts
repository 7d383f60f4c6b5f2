import type { Executor } from 'tslab/dist/executor';
import { completeReply } from './complete-reply';

/** The content of `complete_reply` for TypeScript. */
export function completeCode(executor: Executor, code: string, cursor: number): Readonly<Record<string, unknown>> {
  const { start, end, candidates, original } = executor.complete(code, cursor);
  const typed = code.slice(start, cursor).toLowerCase();
  const fitting = candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  const kinds = new Map(original?.entries.map((entry) => [entry.name, entry.kind]));
  const matches = fitting.map((text) => ({ text, type: kinds.get(text) ?? '' }));
  return completeReply(code, { start, end }, matches);
}
