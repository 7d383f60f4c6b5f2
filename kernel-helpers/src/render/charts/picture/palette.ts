/** A picture whose pixels are numbers of colours. */
export interface PalettePicture {
  /** `0xBBGGRR`, at most 256 of them. */
  readonly colours: readonly number[];
  /** One byte for each pixel: the place of its colour. */
  readonly pixels: Uint8Array;
}

interface CountedColour {
  readonly colour: number;
  readonly weight: number;
  error: number;
}

/** Draws opaque pixels (four bytes each: red, green, blue, alpha) with at most `most` colours. */
export function toPalette(rgba: Uint8Array, most: number): PalettePicture {
  const colours = opaqueColours(rgba);
  const counts = countColours(colours);
  const palette = paletteOf(counts, most);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const pixels = new Uint8Array(colours.length);
  let [before, place] = [-1, 0];
  for (let at = 0; at < colours.length; at += 1) {
    const colour = colours[at];
    if (colour !== before) {
      const known = places.get(colour);
      place = known ?? nearest(palette, colour);
      if (known === undefined) places.set(colour, place);
      before = colour;
    }
    pixels[at] = place;
  }
  return { colours: palette, pixels };
}

function opaqueColours(rgba: Uint8Array): Uint32Array {
  const colours = new Uint32Array(rgba.length / 4);
  for (let at = 0; at < colours.length; at += 1) {
    colours[at] = rgba[4 * at] | (rgba[4 * at + 1] << 8) | (rgba[4 * at + 2] << 16);
  }
  return colours;
}

/** Neighbours mostly have the same colour, so runs are counted. */
function countColours(colours: Uint32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let start = 0;
  for (let at = 1; at <= colours.length; at += 1) {
    if (at < colours.length && colours[at] === colours[start]) continue;
    counts.set(colours[start], (counts.get(colours[start]) ?? 0) + at - start);
    start = at;
  }
  return counts;
}

/**
 * Takes again and again the colour that is drawn worst so far. The most frequent colours alone would leave out both ends
 * of a colour scale.
 */
function paletteOf(counts: ReadonlyMap<number, number>, most: number): readonly number[] {
  const candidates = [...counts].map(
    ([colour, count]): CountedColour => ({ colour, weight: Math.log2(1 + count), error: Number.POSITIVE_INFINITY }),
  );
  const palette: number[] = [];
  while (palette.length < most) {
    let worst: CountedColour | undefined;
    for (const candidate of candidates) if (worst === undefined || isWorse(candidate, worst)) worst = candidate;
    if (worst === undefined || worst.error === 0) break;
    const { colour } = worst;
    palette.push(colour);
    for (const candidate of candidates) candidate.error = Math.min(candidate.error, distance(candidate.colour, colour));
  }
  return palette;
}

function isWorse(one: CountedColour, other: CountedColour): boolean {
  const [error, otherError] = [one.error * one.weight, other.error * other.weight];
  return error > otherError || (error === otherError && one.weight > other.weight);
}

function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  palette.forEach((other, place) => {
    const away = distance(other, colour);
    if (away < least) [best, least] = [place, away];
  });
  return best;
}

function distance(one: number, other: number): number {
  const red = (one & 255) - (other & 255);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one >> 16) - (other >> 16);
  return red * red + green * green + blue * blue;
}
