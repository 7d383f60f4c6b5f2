/** Declarations of what cells find in their globals and `@types/node` does not declare. */
export const CELL_GLOBALS = `export {};
declare global {
  /** Asks in the notebook, and waits for the answer; an empty one means \`preset\`, if there is one. */
  function prompt(message?: unknown, preset?: unknown): string;
  /** Shows a message in the notebook, and waits until it is confirmed. */
  function alert(message?: unknown): void;
  /** Asks in the notebook, and waits for the answer: true for y or yes. */
  function confirm(message?: unknown): boolean;
}
`;
