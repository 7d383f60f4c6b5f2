/** `!ls`, `%time`, `%%bash`: lines of a Python notebook that are for its shell and not for the language. */
const SHELL_LINE = /^\s*!\s*(?<command>[\w./~-]+(?: (?![&|?=<>]).*)?)$/m;
const MAGIC_LINE = /^\s*%%?[a-z]/im;

/** What helps where a cell that does not compile speaks to IPython; undefined where none does. */
export function adviseOnMagics(code: string): string | undefined {
  const command = SHELL_LINE.exec(code)?.groups?.command?.trim();
  if (command !== undefined) {
    const call = `execSync(${JSON.stringify(command)}, { stdio: 'inherit' });`;
    return `For a command of the shell: import { execSync } from 'node:child_process'; ${call}`;
  }
  return MAGIC_LINE.test(code)
    ? 'This notebook is in TypeScript, which has no magics such as those of IPython.'
    : undefined;
}
