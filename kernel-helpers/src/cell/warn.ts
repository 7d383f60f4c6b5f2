/** Shows a sentence about something that went wrong where the work itself goes on. Not Node's own warnings: they print ids. */
export function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
