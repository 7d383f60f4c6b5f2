import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '../../parse-json';
import { drawingFile } from './picture/drawing-folder';

/** West, south, east and north edge of a view, in degrees. */
export interface MapBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export type Line = readonly (readonly [longitude: number, latitude: number])[];

const STEPS_A_DEGREE = 100;
/** The states of the USA are drawn where a view lies within them. */
const USA: MapBox = { west: -125.5, south: 24, east: -66, north: 50 };
const MOST_POINTS = 300;

const lineSchema = z.array(z.number());
const outlinesSchema = z.object({ world: z.array(lineSchema), usa: z.array(lineSchema) });
let outlines: z.infer<typeof outlinesSchema> | undefined;

/** Borders and coasts within a view, with as many points as its size needs. */
export function outlineWithin(box: MapBox): readonly Line[] {
  outlines ??= outlinesSchema.parse(parseJson(readFileSync(drawingFile('dist', 'outlines.json'), 'utf8')));
  const lines = (isWithin(box, USA) ? outlines.usa : outlines.world).flatMap((steps) => clipped(pointsOf(steps), box));
  // A view without width would let it never grow.
  let tolerance = Math.max(box.east - box.west, 1 / STEPS_A_DEGREE) / 500;
  for (;;) {
    const thinned = lines.filter((line) => reachesFurther(line, tolerance)).map((line) => withoutNear(line, tolerance));
    if (thinned.reduce((total, line) => total + line.length, 0) <= MOST_POINTS) return thinned;
    tolerance *= 1.3;
  }
}

function pointsOf(steps: readonly number[]): Line {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < steps.length; at += 2) {
    x += steps[at];
    y += steps[at + 1];
    points.push([x / STEPS_A_DEGREE, y / STEPS_A_DEGREE]);
  }
  return points;
}

function isWithin(inner: MapBox, outer: MapBox): boolean {
  return (
    inner.west >= outer.west && inner.east <= outer.east && inner.south >= outer.south && inner.north <= outer.north
  );
}

/** The parts of a line within a box, cut at its edges. */
function clipped(line: Line, box: MapBox): readonly Line[] {
  const parts: [number, number][][] = [];
  let open = false;
  for (let at = 1; at < line.length; at += 1) {
    const segment = clippedSegment(line[at - 1], line[at], box);
    if (segment === undefined) {
      open = false;
      continue;
    }
    const [from, to, endsInside] = segment;
    if (!open) parts.push([from]);
    parts[parts.length - 1].push(to);
    open = endsInside;
  }
  return parts;
}

/** The part of a segment within a box, as Liang and Barsky compute it, and whether its end lies inside. */
function clippedSegment(
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  { west, south, east, north }: MapBox,
): readonly [[number, number], [number, number], boolean] | undefined {
  const [dx, dy] = [toX - x, toY - y];
  let [start, end] = [0, 1];
  for (const [step, room] of [
    [-dx, x - west],
    [dx, east - x],
    [-dy, y - south],
    [dy, north - y],
  ]) {
    if (step === 0 && room < 0) return undefined;
    if (step < 0) start = Math.max(start, room / step);
    if (step > 0) end = Math.min(end, room / step);
  }
  if (start > end) return undefined;
  return [[x + start * dx, y + start * dy], [x + end * dx, y + end * dy], end === 1];
}

/** Small islands, and what is left of a line at an edge, give way first; in the end every line would. */
function reachesFurther(line: Line, tolerance: number): boolean {
  const [[firstX, firstY]] = line;
  return line.some(([x, y]) => Math.abs(x - firstX) >= tolerance || Math.abs(y - firstY) >= tolerance);
}

/** A line without the points that are nearer than `tolerance` to the one before; its ends stay. */
function withoutNear(line: Line, tolerance: number): Line {
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  const kept = line.filter(([x, y], at) => {
    const isNear = Math.abs(x - lastX) < tolerance && Math.abs(y - lastY) < tolerance;
    if (isNear && at !== line.length - 1) return false;
    [lastX, lastY] = [x, y];
    return true;
  });
  return kept.map(([x, y]) => [hundredth(x), hundredth(y)] as const);
}

function hundredth(degrees: number): number {
  return Math.round(degrees * STEPS_A_DEGREE) / STEPS_A_DEGREE;
}
