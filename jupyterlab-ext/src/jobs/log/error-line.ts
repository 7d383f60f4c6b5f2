/** How programs commonly begin the line of an error; Python's traceback and Node's uncaught errors among them. */
const ERROR_LINE =
  /\b(?:[A-Za-z]*(?:Error|Exception)\b|Traceback \(most recent call last\)|FATAL\b|ERROR\b|panic:|Segmentation fault|Killed$)/;

/**
 * Finds lines to jump to. Every host of our container writes the job's failure reason into its log, so a line of the
 * reason is the surest sign; without a reason, lines that look like an error have to do.
 */
export function errorFinder(failureReason?: string): (text: string) => boolean {
  const told = new Set(linesOf(failureReason));
  return told.size > 0 ? (text) => told.has(text.trim()) || ERROR_LINE.test(text) : (text) => ERROR_LINE.test(text);
}

function linesOf(reason = ''): string[] {
  return reason
    .replace(/^AlgorithmError: /, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
