/** The first parameter; the second one may be the names of some values, `(row, { least }) => row.MEDINC > least`. */
const PARAMETER =
  /^(?:function\b\s*[\w$]*\s*)?\(?\s*([A-Za-z_$][\w$]*)\s*(?:,\s*(?:[A-Za-z_$][\w$]*|\{[\w$\s,:]*\})\s*)?\)?\s*(?:=>|\{)/;
/** What could keep the row for later, reach it by another name, or change it. */
const OTHER_WAYS = /=>|\b(?:function|class|async|await|yield|arguments|eval|this|delete|with)\b|\+\+|--/;

/**
 * True where the text of a function shows that it does nothing with its first parameter but read members of it, as
 * `(row) => row.MEDINC > 8` does. Then it cannot keep the row, and one object can stand for all rows. In doubt it is
 * false, so a function that is written in any other way gets an object for each row.
 */
export function readsOnlyMembers(visit: (...parameters: never) => unknown): boolean {
  const text = Function.prototype.toString.call(visit);
  const match = PARAMETER.exec(text);
  if (match === null) return false;
  const [head, parameter] = match;
  const body = text.slice(head.length);
  if (OTHER_WAYS.test(body)) return false;
  const name = parameter.replaceAll('$', '\\$');
  const mentions = new RegExp(`(?<![\\w$.])${name}(?![\\w$])`, 'g');
  const reads = new RegExp(`(?<![\\w$.])${name}\\s*(?:\\?\\.|\\.|\\[)(?!\\s*\\.)`, 'g');
  const writes = new RegExp(
    `(?<![\\w$.])${name}\\s*(?:\\??\\.\\s*[\\w$]+|\\[[^\\]]*\\])\\s*(?:[-+*/%&|^]|\\*\\*|<<|>>>?|\\?\\?|\\|\\||&&)?=(?![=>])`,
  );
  return !writes.test(body) && (body.match(mentions) ?? []).length === (body.match(reads) ?? []).length;
}
