import { PNG } from 'pngjs';
import { palettePng } from '../../kernel-helpers/src/render/charts/picture/palette-png';

/** A byte names a colour, so a palette has room for as many. */
const MOST_COLOURS = 256;

/**
 * The same picture with a byte for each pixel instead of three or four: a PNG with a palette
 * (https://www.w3.org/TR/png-3/#11PLTE). A colour beyond the 256 most frequent ones becomes the nearest of these. Pictures
 * of pages have few colours, so people see no difference.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const { palette, indexOf } = paletteOf(data);
  const pixels = Uint8Array.from({ length: width * height }, (_, pixel) => indexOf(colourAt(data, pixel * 4)));
  return palettePng({ colours: palette, pixels }, width, height);
}

interface Palette {
  /** Colours as 0xBBGGRR, the most frequent first. */
  readonly palette: readonly number[];
  /** The place of a colour, or of the nearest one. */
  readonly indexOf: (colour: number) => number;
}

function paletteOf(data: Buffer): Palette {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = colourAt(data, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  // Equal counts in the order of the colours, so that the same picture gives the same bytes.
  const palette = [...counts]
    .sort(([left, leftCount], [right, rightCount]) => rightCount - leftCount || left - right)
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const indexOf = (colour: number): number => {
    const known = places.get(colour);
    if (known !== undefined) return known;
    const nearest = nearestOf(palette, colour);
    places.set(colour, nearest);
    return nearest;
  };
  return { palette, indexOf };
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [place, other] of palette.entries()) {
    const [one, two, three] = [
      (colour >> 16) - (other >> 16),
      ((colour >> 8) & 255) - ((other >> 8) & 255),
      (colour & 255) - (other & 255),
    ];
    const distance = one * one + two * two + three * three;
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

function colourAt(data: Buffer, at: number): number {
  return (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);
}
