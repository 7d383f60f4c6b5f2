import type { VegaLiteSpec } from './vega-lite-spec';

const CHARACTERS_IN_A_LINE = 55;

/** The axis of groups: their names lie where they have room, and lean where they have not. */
export function nameAxis(
  labels: readonly string[],
  isHorizontal: boolean,
  characters = CHARACTERS_IN_A_LINE,
): VegaLiteSpec {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  const haveRoom = !isHorizontal || (longest + 2) * labels.length <= characters;
  return { labelAngle: haveRoom ? 0 : -35, labelLimit: 140, grid: false };
}
