import { RE2JS } from 're2js';

/** SHOW … LIKE: `%` and `_` as in SQL, without regard to case. */
export function matchesLike(name: string, pattern: string): boolean {
  const source = pattern.replace(/\\(.)|[%_]|[^%_\\]+/gs, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeText(escaped);
    if (part === '%') return '.*';
    return part === '_' ? '.' : escapeText(part);
  });
  return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL).matches(name);
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
