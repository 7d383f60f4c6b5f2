import { codePointsOf } from '../protocol/code-points';

export interface Match {
  readonly text: string;
  /** What kind of name it is, for the icons of JupyterLab's completer. */
  readonly type: string;
  /** What a function takes and gives, for clients that show it. */
  readonly signature?: string;
  /** The import that the name needs. */
  readonly import?: string;
}

/** The content of `complete_reply`: the names that may replace the code from `start` to `end`. */
export function completeReply(
  code: string,
  { start, end }: { readonly start: number; readonly end: number },
  matches: readonly Match[],
): Readonly<Record<string, unknown>> {
  const place = { start: codePointsOf(code, start), end: codePointsOf(code, end) };
  return {
    status: 'ok',
    matches: matches.map(({ text }) => text),
    cursor_start: place.start,
    cursor_end: place.end,
    metadata: { _jupyter_types_experimental: matches.map((match) => ({ ...match, ...place })) },
  };
}
