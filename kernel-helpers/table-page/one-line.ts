/** A text in one line, as a cell of 24 pixels shows it: a line break is a sign, so that nobody takes the first line for all. */
export function oneLine(text: string): string {
  return text.replace(/\r\n|[\n\r\u2028\u2029]/g, '↵');
}
