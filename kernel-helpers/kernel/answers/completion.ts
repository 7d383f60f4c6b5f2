import type { Executor } from 'tslab/dist/executor';

type Reply = Readonly<Record<string, unknown>>;

/** The content of `complete_reply`, with kinds for the icons of JupyterLab's completer. */
export function completeCode(executor: Executor, code: string, cursor: number): Reply {
  const { start, end, candidates, original } = executor.complete(code, cursor);
  const typed = code.slice(start, cursor).toLowerCase();
  const matches = candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  const kinds = new Map(original?.entries.map((entry) => [entry.name, entry.kind]));
  return {
    status: 'ok',
    matches,
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: matches.map((text) => ({ text, type: kinds.get(text) ?? '', start, end })),
    },
  };
}
