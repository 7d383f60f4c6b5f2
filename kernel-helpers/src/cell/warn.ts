/** Shows a sentence about a problem that does not stop the work. Node's own warnings would print process ids. */
export function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
