/** `// @strict` on a line of its own; `// @strict: false` ends it. Stock tslab sees a comment. */
const PRAGMA = /^[ \t]*\/\/[ \t]*@strict(?:[ \t]*:[ \t]*(true|false))?[ \t]*$/gm;

/** Whether this cell and all later ones are to be checked strictly; undefined when the cell says nothing about it. */
export function strictnessIn(code: string): boolean | undefined {
  if (!code.includes('@strict')) return undefined;
  const last = [...code.matchAll(PRAGMA)].at(-1);
  return last && last[1] !== 'false';
}
