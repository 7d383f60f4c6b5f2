import type { Model } from './model';

const WIDTH = 640;
const HEIGHT = 360;
const MARGIN = { left: 70, right: 20, top: 40, bottom: 45 } as const;
const COLORS: Readonly<Record<string, string>> = { train: '#4c78a8', validation: '#e45756' };

/** The last metric of each round as an SVG picture: a line for each side, and a mark at the best round. */
export function evaluationPlot({ history, bestRound }: Pick<Model, 'history' | 'bestRound'>): string {
  const last = history.at(-1);
  const sides = Object.keys(last?.metrics ?? {});
  const metric = Object.keys(last?.metrics[sides[0]] ?? {}).at(-1) ?? '';
  const [first, end] = [history[0]?.round ?? 0, last?.round ?? 0];
  const lines = sides.map((side) => ({
    side,
    values: history.map(({ metrics }) => metrics[side]?.[metric] ?? Number.NaN),
  }));
  const finite = lines.flatMap(({ values }) => values.filter((value) => Number.isFinite(value)));
  const [low, high] = finite.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const x = (round: number): number =>
    MARGIN.left + ((round - first) / Math.max(1, end - first)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - ((value - low) / (high - low || 1)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<path d="M${MARGIN.left} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}H${WIDTH - MARGIN.right}" fill="none" stroke="#666"/>`,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 12}" text-anchor="middle">round</text>`,
    text(8, 20, metric),
    ...[low, high].filter(Number.isFinite).map((value) => text(8, y(value) + 4, String(Number(value.toPrecision(4))))),
    ...[...new Set([first, end])].map((round) => text(x(round) - 10, HEIGHT - MARGIN.bottom + 16, String(round))),
    ...lines.map(({ side, values }, place) => {
      const points = values.flatMap((value, index) =>
        Number.isFinite(value) ? [`${x(history[index].round).toFixed(1)},${y(value).toFixed(1)}`] : [],
      );
      const color = COLORS[side] ?? '#666';
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/><text x="${MARGIN.left + 40 + 110 * place}" y="20" fill="${color}">${side}</text>`;
    }),
    ...(bestRound === undefined || bestRound < first
      ? []
      : [
          `<line x1="${x(bestRound).toFixed(1)}" x2="${x(bestRound).toFixed(1)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" stroke="#666" stroke-dasharray="4"/>`,
          text(x(bestRound) - 60, MARGIN.top - 4, `best: ${bestRound}`),
        ]),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

/** Names of metrics hold no character that SVG reserves. */
function text(x: number, y: number, words: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words}</text>`;
}
