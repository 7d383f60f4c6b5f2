import { SnowflakeError } from '../snowflake-error';

/** One step into a semi-structured value: the key of an object or the position in an array. */
export type PathStep = string | number;

const STEP = /\.?([\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")*")|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/uy;

/** `a.b[0]["c d"]`: https://docs.snowflake.com/en/user-guide/querying-semistructured#traversing-semi-structured-data */
export function readVariantPath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let at = 0; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null) throw new SnowflakeError('100201', '22000', `Invalid path: ${path}`);
    const [, name, position, ...keys] = match;
    if (position !== undefined) steps.push(Number(position));
    else steps.push(name === undefined ? bracketKey(keys) : unquote(name));
  }
  return steps;
}

function bracketKey(keys: readonly (string | undefined)[]): string {
  return (keys.find((key) => key !== undefined) ?? '').replace(/\\(.)/g, '$1');
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** The same path in the one form that the engine reads, a JSON pointer: https://datatracker.ietf.org/doc/html/rfc6901 */
export function printVariantPath(steps: readonly PathStep[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
