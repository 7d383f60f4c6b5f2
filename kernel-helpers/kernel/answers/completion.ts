import type { CellRunner } from '../cells/cell-runner';
import { completeReply } from './complete-reply';

/** The content of `complete_reply` for TypeScript. */
export function completeCode(runner: CellRunner, code: string, cursor: number): Readonly<Record<string, unknown>> {
  const { start, end, entries } = runner.complete(code, cursor);
  const typed = code.slice(start, cursor).toLowerCase();
  const fitting = entries.filter(({ name }) => name.toLowerCase().startsWith(typed));
  return completeReply(
    code,
    { start, end },
    fitting.map(({ name, kind }) => ({ text: name, type: kind })),
  );
}
