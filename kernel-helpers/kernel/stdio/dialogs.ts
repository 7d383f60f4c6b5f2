import type { Input } from '../answers/input';

/** The browser's three questions, which wait for their answer. A box of Jupyter's has no button to cancel. */
export function offerDialogs(input: Input): void {
  const ask = (prompt: string) => input.askAndWait({ prompt });
  const dialogs = {
    prompt(message: unknown = '', preset?: unknown): string {
      const answer = ask(preset === undefined ? `${message} ` : `${message} [${preset}] `);
      return answer === '' && preset !== undefined ? String(preset) : answer;
    },
    alert(message: unknown = ''): void {
      ask(`${message} [Enter] `);
    },
    confirm(message: unknown = ''): boolean {
      return /^\s*y(es)?\s*$/i.test(ask(`${message} [y/N] `));
    },
  };
  for (const [name, value] of Object.entries(dialogs)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
