import type { Executor } from 'tslab/dist/executor';
import type { Tslab } from '../compiler/tslab';

type Reply = Readonly<Record<string, unknown>>;

/** The content of `inspect_reply`: what TypeScript knows about the name at the cursor or just before it. */
export function inspectCode(executor: Executor, tslab: Tslab, code: string, cursor: number): Reply {
  const info = executor.inspect(code, cursor) ?? (cursor > 0 ? executor.inspect(code, cursor - 1) : undefined);
  const data = info ? { 'text/plain': tslab.printQuickInfo(info) } : {};
  return { status: 'ok', found: info !== undefined, data, metadata: {} };
}
