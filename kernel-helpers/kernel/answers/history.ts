import type { HistoryRequest } from '../protocol/requests';

/** Jupyter's form: session, line number, and the input, alone or with its output. */
export type HistoryItem = readonly [session: number, line: number, text: string | readonly [string, string | null]];

interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

/** Only the running session is remembered, so it is number 1. */
const THIS_SESSION = 1;

/** What was executed in this session. */
export class History {
  private readonly entries: Entry[] = [];

  add(line: number, input: string, output: string | null): void {
    this.entries.push({ line, input, output });
  }

  find(request: HistoryRequest): readonly HistoryItem[] {
    return this.select(request).map(({ line, input, output }) => [
      THIS_SESSION,
      line,
      request.output ? [input, output] : input,
    ]);
  }

  private select(request: HistoryRequest): readonly Entry[] {
    switch (request.hist_access_type) {
      case 'tail':
        return newest(this.entries, request.n);
      case 'range':
        return this.range(request);
      case 'search':
        return this.search(request);
    }
  }

  /** Session 0 is the running one; negative numbers count back to sessions that are forgotten. */
  private range({ session, start, stop }: HistoryRequest): readonly Entry[] {
    if ((session ?? 0) !== 0 && session !== THIS_SESSION) return [];
    return this.entries.filter(({ line }) => line >= (start ?? 0) && (stop == null || line < stop));
  }

  private search({ pattern, unique, n }: HistoryRequest): readonly Entry[] {
    const expression = globExpression(pattern ?? '*');
    const found = this.entries.filter(({ input }) => expression.test(input));
    const kept = unique ? [...new Map(found.map((entry) => [entry.input, entry])).values()] : found;
    return newest(kept, n);
  }
}

function newest(entries: readonly Entry[], count: number | null | undefined): readonly Entry[] {
  return count == null ? entries : entries.slice(Math.max(0, entries.length - count));
}

/** Jupyter searches with `*` and `?` as shells do. */
function globExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
