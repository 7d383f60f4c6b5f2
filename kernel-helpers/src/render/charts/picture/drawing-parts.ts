import type * as ResvgModule from '@resvg/resvg-js';
import { reasonOf } from '../../inspect-value';
import { drawingFile } from './drawing-folder';
import { type Font, readFont } from './font';

const FONT_FILES = ['inter-regular.ttf', 'inter-semibold.ttf'].map((name) => drawingFile('fonts', name));

/** What the bundle of Vega offers; `kernel-helpers/drawing/bundle-vega.mjs` makes it. */
export interface Vega {
  compile(spec: object, options: { readonly logger: VegaLogger }): { readonly spec: object };
  parse(spec: object): object;
  readonly View: new (runtime: object, options: { readonly renderer: 'none'; readonly logger: VegaLogger }) => VegaView;
  readonly SVGStringRenderer: new () => VegaRenderer;
  readonly textMetrics: { width: (item: TextItem, text: string) => number };
}

export interface VegaLogger {
  level(): VegaLogger;
  error(problem: unknown): VegaLogger;
  warn(): VegaLogger;
  info(): VegaLogger;
  debug(): VegaLogger;
}

export interface VegaView {
  run(): void;
  finalize(): void;
  padding(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  scenegraph(): { readonly root: object };
  // Vega keeps these for its renderers (vega-view/src/render-size.js); the public way to its SVG is asynchronous.
  readonly _viewWidth: number;
  readonly _viewHeight: number;
  readonly _origin: readonly [number, number];
}

export interface VegaRenderer {
  initialize(element: null, width: number, height: number, origin: readonly [number, number], scale: number): void;
  render(root: object): { svg(): string };
}

/** A text of a scene, as Vega measures it. */
export interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** What draws pictures of charts. */
export interface DrawingParts {
  readonly vega: Vega;
  readonly Resvg: typeof ResvgModule.Resvg;
  readonly font: Font;
  readonly fontFiles: readonly string[];
}

let parts: DrawingParts | { readonly missing: string } | undefined;

/** Loads what draws pictures, at the first chart that is shown; `missing` says why this machine has not all of it. */
export function drawingParts(): DrawingParts | { readonly missing: string } {
  parts ??= loadParts();
  return parts;
}

function loadParts(): DrawingParts | { readonly missing: string } {
  try {
    // Its native part is a package of its own for each system, and there is none for some systems.
    const { Resvg } = require('@resvg/resvg-js') as typeof ResvgModule;
    const vega = require(drawingFile('dist', 'vega.cjs')) as Vega;
    const [regular, semibold] = FONT_FILES.map((file) => readFont(file));
    // Without a canvas Vega takes every letter for equally wide, and axes and legends get the wrong room.
    vega.textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
      (isBold(fontWeight) ? semibold : regular).widthOf(String(text ?? '')) * fontSize;
    return { vega, Resvg, font: regular, fontFiles: FONT_FILES };
  } catch (failure) {
    return { missing: reasonOf(failure).split('\n', 1)[0] };
  }
}

function isBold(weight: TextItem['fontWeight']): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}
