import { RE2JS } from 're2js';

/** SHOW … LIKE: `%` and `_` as in SQL, without regard to case. The pattern is read once for all names. */
export function likeMatcher(pattern: string | null): (name: string) => boolean {
  if (pattern === null) return () => true;
  const source = pattern.replace(/\\(.)|[%_]|[^%_\\]+/gs, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeText(escaped);
    if (part === '%') return '.*';
    return part === '_' ? '.' : escapeText(part);
  });
  const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  return (name) => compiled.matches(name);
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
