import { largestOf, smallestOf } from '../../values/extremes';
import { formatNumber } from '../format-value';
import { type Html, html } from '../html';
import { forChart } from './chart';
import type { LineSeries } from './line-options';

const WIDTH = 460;
const HEIGHT = 180;
const MARGIN = { left: 56, right: 12, top: 12, bottom: 30 } as const;
const COLOURS = ['#1f77b4', '#d95f02', '#2ca02c', '#9467bd'];

/**
 * A small line chart by round as SVG, for cards that are replaced many times; empty while there is nothing to draw.
 * It is part of the card's HTML, so that the log and the curve are one output, and nothing flickers.
 */
export function lineSvg(series: readonly LineSeries[]): Html {
  const points = series.flatMap((line) => line.points).filter(({ value }) => Number.isFinite(value));
  if (points.length === 0) return html``;
  const rounds = spread(points.map(({ round }) => round));
  const values = spread(points.map(({ value }) => value));
  const place: Place = {
    x: (round) => MARGIN.left + ((round - rounds.low) / rounds.size) * (WIDTH - MARGIN.left - MARGIN.right),
    y: (value) => HEIGHT - MARGIN.bottom - ((value - values.low) / values.size) * (HEIGHT - MARGIN.top - MARGIN.bottom),
  };
  const lines = series.map((line, index) => polyline(line, COLOURS[index % COLOURS.length], place));
  const labels = [
    label(MARGIN.left - 6, place.y(values.high) + 4, values.high, 'end'),
    label(MARGIN.left - 6, place.y(values.low) + 4, values.low, 'end'),
    label(place.x(rounds.low), HEIGHT - MARGIN.bottom + 16, rounds.low, 'start'),
    label(place.x(rounds.high), HEIGHT - MARGIN.bottom + 16, rounds.high, 'end'),
  ];
  return html`<div><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="metrics by round" style="color:inherit">${frame()}${lines}${labels}</svg><div><small>${legend(series)}</small></div></div>`;
}

interface Place {
  x(round: number): number;
  y(value: number): number;
}

function spread(values: readonly number[]): { low: number; high: number; size: number } {
  const low = smallestOf(values);
  const high = largestOf(values);
  return { low, high, size: high > low ? high - low : 1 };
}

function polyline({ points }: LineSeries, colour: string, place: Place): Html {
  const dots = points
    .filter(({ value }) => Number.isFinite(value))
    .map(({ round, value }): Dot => ({ x: place.x(round), y: place.y(value) }));
  const path = thinned(dots)
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(' ');
  return html`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** Keeps only the lowest and the highest of many dots in the same column of the screen: the eye sees no others. */
function thinned(dots: readonly Dot[]): readonly Dot[] {
  if (dots.length <= 2 * WIDTH) return dots;
  const columns = new Map<number, { low: Dot; high: Dot }>();
  for (const dot of dots) {
    const column = columns.get(Math.round(dot.x));
    if (column === undefined) columns.set(Math.round(dot.x), { low: dot, high: dot });
    else if (dot.y > column.low.y) column.low = dot;
    else if (dot.y < column.high.y) column.high = dot;
  }
  return [...columns.values()].flatMap(({ low, high }) => (low.x <= high.x ? [low, high] : [high, low]));
}

function frame(): Html {
  const bottom = HEIGHT - MARGIN.bottom;
  const path = `M${MARGIN.left} ${MARGIN.top}V${bottom}H${WIDTH - MARGIN.right}`;
  return html`<path d="${path}" fill="none" stroke="#888" stroke-width="1"/>`;
}

function label(x: number, y: number, value: number, anchor: 'start' | 'end'): Html {
  const text = formatNumber(forChart(value));
  return html`<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="11" fill="currentColor">${text}</text>`;
}

function legend(series: readonly LineSeries[]): Html[] {
  return series.map(
    (line, index) => html`<span style="color:${COLOURS[index % COLOURS.length]}">━ </span>${line.name}&emsp;`,
  );
}
