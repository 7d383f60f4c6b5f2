const BEGINNING = 'speed: ';

/** A log line about what a host measured of itself. It differs from run to run, so what is kept of a log leaves it out. */
export function formatSpeedLine(text: string): string {
  return `${BEGINNING}${text}`;
}

/** True for a line that `formatSpeedLine` wrote. */
export function isSpeedLine(line: string): boolean {
  return line.startsWith(BEGINNING);
}
