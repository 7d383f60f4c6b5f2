import { reasonOf } from '../../inspect-value';
import type { VegaLiteSpec } from '../vega-lite-spec';
import { chartSvg } from './chart-svg';
import { type DrawingParts, drawingParts } from './drawing-parts';
import { toPalette } from './palette';
import { palettePng } from './palette-png';

/** From the best look to the smallest file. */
const QUALITIES = [
  { zoom: 1.5, colours: 64, areEdgesSharp: false },
  { zoom: 1.5, colours: 24, areEdgesSharp: false },
  { zoom: 1, colours: 64, areEdgesSharp: false },
  { zoom: 1.5, colours: 16, areEdgesSharp: true },
  { zoom: 1, colours: 16, areEdgesSharp: false },
  { zoom: 1, colours: 16, areEdgesSharp: true },
  { zoom: 1, colours: 6, areEdgesSharp: true },
  { zoom: 0.75, colours: 8, areEdgesSharp: true },
] as const;

/** resvg's words for edges of shapes. */
const SHARP = 1;
const SOFT = 2;
const BEYOND_ASCII = /[^\0-\x7f]+/g;
const MOST_SAVED_BY_COLOURS = 1.6;

/** A picture of a chart, or why there is none. */
export type ChartPicture = { readonly png: Buffer } | { readonly missing: string };

/** The best PNG of a chart that has at most `maxBytes`. The same chart always has the same picture. */
export function chartPicture(spec: VegaLiteSpec, maxBytes: number): ChartPicture {
  const parts = drawingParts();
  if ('missing' in parts) return { missing: `pictures of charts need @resvg/resvg-js. ${parts.missing}` };
  if (readsAddress(spec)) return { missing: 'it reads an address, which only a page can do while it draws.' };
  let svg: string;
  try {
    svg = chartSvg(parts.vega, spec);
  } catch (failure) {
    return { missing: `Vega cannot draw it. ${reasonOf(failure)}` };
  }
  let drawn: DrawnPixels | undefined;
  let excess = 1;
  for (const { zoom, colours, areEdgesSharp } of QUALITIES) {
    const isDrawn = drawn?.zoom === zoom && drawn.areEdgesSharp === areEdgesSharp;
    // Fewer colours save a quarter, so they are not tried where much more has to go.
    if (isDrawn && excess > MOST_SAVED_BY_COLOURS) continue;
    if (drawn === undefined || !isDrawn) drawn = pixelsOf(parts, svg, zoom, areEdgesSharp);
    const png = palettePng(toPalette(drawn.pixels, colours), drawn.width, drawn.height);
    if (png.length <= maxBytes) return { png };
    excess = png.length / maxBytes;
  }
  return { missing: 'its picture would be too large for a notebook.' };
}

/** Whether data or images of a specification lie at an address. */
function readsAddress(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return Object.entries(part).some(
    ([name, inner]) => (name === 'url' && typeof inner === 'string') || (name !== 'values' && readsAddress(inner)),
  );
}

interface DrawnPixels {
  readonly zoom: number;
  readonly areEdgesSharp: boolean;
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

function pixelsOf(
  { Resvg, font, fontFiles }: DrawingParts,
  svg: string,
  zoom: number,
  areEdgesSharp: boolean,
): DrawnPixels {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    background: 'white',
    // Soft edges are what costs most in a crowd of points and lines; letters stay soft.
    shapeRendering: areEdgesSharp ? SHARP : SOFT,
    font: {
      fontFiles: [...fontFiles],
      defaultFontFamily: 'Inter',
      // Only for letters that the shipped font lacks, such as Chinese ones: other machines have other fonts.
      loadSystemFonts: !font.covers((svg.match(BEYOND_ASCII) ?? []).join('')),
    },
  }).render();
  return { zoom, areEdgesSharp, width: image.width, height: image.height, pixels: image.pixels };
}
