const EDGE_PIXELS = 2;

/** The share of a width; up to two pixels from an end it is the end: nobody hits the smallest value more exactly. */
export function shareAt(x: number, width: number): number {
  if (x <= EDGE_PIXELS) return 0;
  return x >= width - EDGE_PIXELS ? 1 : x / width;
}
