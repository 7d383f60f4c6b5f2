/**
 * Since version 5.2 of its protocol, Jupyter counts a cursor in Unicode code points, as Python does. JavaScript counts
 * UTF-16 units, of which an emoji has two: https://jupyter-client.readthedocs.io/en/stable/messaging.html#completion
 */

/** The JavaScript index after this many code points; the end of the text when it has fewer. */
export function unitsOf(text: string, codePoints: number): number {
  return [...text].slice(0, codePoints).join('').length;
}

/** The number of code points before a JavaScript index. */
export function codePointsOf(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
