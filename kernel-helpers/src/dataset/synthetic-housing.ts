import type { HousingColumn } from './parse-housing';
import { seededRandom } from './seeded-random';

/** As many rows as the real data set has. */
const ROW_COUNT = 20_640;
const SEED = 1990;

/**
 * Made-up districts with the columns, ranges and rough relations of California Housing; the same ones every time.
 * House value follows income, crowding and the distance to the coast, with noise, so that a model has something to learn.
 */
export function syntheticHousing(rowCount = ROW_COUNT): readonly HousingColumn[] {
  const random = seededRandom(SEED);
  const rows = Array.from({ length: rowCount }, () => district(random));
  const names = [
    'MEDINC',
    'HOUSEAGE',
    'AVEROOMS',
    'AVEBEDRMS',
    'POPULATION',
    'AVEOCCUP',
    'LATITUDE',
    'LONGITUDE',
    'MEDHOUSEVAL',
  ] as const;
  return names.map((name) => ({ name, values: rows.map((row) => row[name]) }));
}

function district(random: () => number) {
  const latitude = between(32.5, 42, random());
  // California's coast runs from north-west to south-east.
  const coast = -114.5 - (latitude - 32.5) * 0.95;
  const inland = between(0, 4, random() ** 2);
  const income = clamp(Math.exp(1.25 + 0.45 * normal(random)), 0.5, 15);
  const rooms = clamp(4 + 0.4 * income + normal(random), 1, 20);
  const occupancy = clamp(3 + 0.6 * normal(random), 1, 8);
  const age = Math.round(between(1, 52, random()));
  const value = 0.4 * income - 0.25 * inland - 0.15 * (occupancy - 3) + 0.004 * age + 0.9 + 0.35 * normal(random);
  return {
    MEDINC: rounded(income, 4),
    HOUSEAGE: age,
    AVEROOMS: rounded(rooms, 6),
    AVEBEDRMS: rounded(clamp(rooms / 5 + 0.05 * normal(random), 0.5, 5), 6),
    POPULATION: Math.round(clamp(Math.exp(7 + 0.7 * normal(random)), 3, 35_000)),
    AVEOCCUP: rounded(occupancy, 6),
    LATITUDE: rounded(latitude, 2),
    LONGITUDE: rounded(clamp(coast + inland, -124.35, -114.31), 2),
    MEDHOUSEVAL: rounded(clamp(value, 0.15, 5), 5),
  };
}

/** A normally distributed number, by Box and Muller's method. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function between(low: number, high: number, part: number): number {
  return low + (high - low) * part;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
