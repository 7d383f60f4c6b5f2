import { Table } from 'kernel-helpers/table/columnar-table';

/** As many rows as California Housing has. */
export const HOUSE_COUNT = 20_640;
export const FEATURES = ['MEDINC', 'HOUSEAGE', 'POPULATION', 'LATITUDE'] as const;
export const TARGET = 'MEDHOUSEVAL';

/** Houses whose value follows from their features with a little noise; the same in every run. */
export function makeHouses(rowCount = HOUSE_COUNT): Table {
  const random = randomNumbers(7);
  const columns: Record<string, Float64Array> = Object.fromEntries(
    [...FEATURES, TARGET].map((name) => [name, new Float64Array(rowCount)]),
  );
  for (let row = 0; row < rowCount; row += 1) {
    const income = 1 + 10 * random();
    const age = Math.floor(52 * random());
    const latitude = 32 + 10 * random();
    columns.MEDINC[row] = income;
    columns.HOUSEAGE[row] = age;
    columns.POPULATION[row] = Math.floor(3000 * random());
    columns.LATITUDE[row] = latitude;
    columns.MEDHOUSEVAL[row] = 0.4 * income + (latitude < 36 ? 1 : 0) - age / 100 + 0.1 * random();
  }
  return new Table(
    Object.entries(columns).map(([name, values]) => ({ name, type: 'FLOAT', kind: 'number', nullable: true, values })),
  );
}

/** Numbers from 0 to below 1 (mulberry32, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
