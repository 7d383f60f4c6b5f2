// Makes outlines.json: borders and coasts as lines in hundredths of a degree, of the countries of the world and of the
// states of the USA (Natural Earth and the US Census Bureau, as world-atlas and us-atlas publish them).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
/** Where they lie in a clone. */
export const OUTLINE_PACKAGES = ['node_modules/us-atlas', 'node_modules/world-atlas'];
const STEPS_A_DEGREE = 100;

/** In a topology each border is one arc, also where two countries share it: https://github.com/topojson/topojson-specification */
function linesOf(file) {
  const { arcs, transform } = JSON.parse(readFileSync(require.resolve(file), 'utf8'));
  const [scales, starts] = [transform.scale, transform.translate];
  return arcs.flatMap((arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x, y].map((place, axis) => Math.round((place * scales[axis] + starts[axis]) * STEPS_A_DEGREE));
    });
    const line = points.filter((point, at) => at === 0 || point.some((place, axis) => place !== points[at - 1][axis]));
    return line.length < 2 ? [] : [steps(line)];
  });
}

/** The first point, and then how far it is to each next one. */
function steps(line) {
  return line.flatMap((point, at) => (at === 0 ? point : point.map((place, axis) => place - line[at - 1][axis])));
}

export function writeOutlines(folder) {
  const outlines = { world: linesOf('world-atlas/countries-50m.json'), usa: linesOf('us-atlas/states-10m.json') };
  writeFileSync(join(folder, 'outlines.json'), JSON.stringify(outlines));
}
