import type { VegaLiteSpec } from './vega-lite-spec';

/** Whole numbers in between are written as years: 2024, not 2,024. */
const YEARS = [1500, 2200] as const;
/** Where an axis of whole numbers is shorter than this, it would have marks between them. */
const SHORT = 20;
/** From here on numbers have a letter for their thousands; further on, nobody knows the letters. */
const MANY = 1e5;
const TOO_MANY = 1e12;
/** Four digits tell the marks of an axis apart that is at least this share of its numbers long. */
const LEAST_SHARE = 0.05;

/** How the numbers along an axis are written, where Vega's own way is hard to read; `values` are those drawn. */
export function numberAxis([low, high]: readonly [number, number], values: ArrayLike<number> = []): VegaLiteSpec {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (low === high)
    return { axis: { values: [low], format: largest >= TOO_MANY ? '.4~e' : ',.12~g' }, scale: { zero: false } };
  const areFew = high - low <= SHORT;
  const areYears = low >= YEARS[0] && high <= YEARS[1];
  if ((areFew || areYears) && areWhole(values)) return { axis: { tickMinStep: 1, ...(areYears && { format: 'd' }) } };
  if (largest < MANY || high - low < LEAST_SHARE * largest) return {};
  if (largest >= TOO_MANY) return { axis: { format: '.4~e' } };
  // Billions have no letter of their own in the units of measurement.
  return { axis: { labelExpr: "replace(format(datum.value, '.4~s'), 'G', 'B')" } };
}

function areWhole(values: ArrayLike<number>): boolean {
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isFinite(values[row]) && !Number.isInteger(values[row])) return false;
  }
  return values.length > 0;
}
