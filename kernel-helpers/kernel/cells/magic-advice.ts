/** `!ls`, `%time`, `%%bash`: lines of a Python notebook that are not Python but commands for IPython. */
const SHELL_LINE = /^\s*!\s*(?<command>[\w./~-]+(?: (?![&|?=<>]).*)?)$/m;
const MAGIC_LINE = /^\s*%%?[a-z]/im;

/** Advice for a cell that does not compile and holds such a line; undefined for other cells. */
export function adviseOnMagics(code: string): string | undefined {
  const command = SHELL_LINE.exec(code)?.groups?.command?.trim();
  if (command !== undefined) {
    const call = `execSync(${JSON.stringify(command)}, { stdio: 'inherit' });`;
    return `To run a shell command: import { execSync } from 'node:child_process'; ${call}`;
  }
  return MAGIC_LINE.test(code)
    ? 'This notebook is in TypeScript, which has no magics such as those of IPython.'
    : undefined;
}
