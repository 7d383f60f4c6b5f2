import { UserError } from '../errors';

/** One column of the data set. */
export interface HousingColumn {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * The nine columns and how each comes from a line of StatLib's file, which has longitude, latitude, housing median age,
 * total rooms, total bedrooms, population, households, median income, median house value.
 * scikit-learn does the same (sklearn/datasets/_california_housing.py).
 */
const DERIVATIONS: readonly (readonly [string, (line: readonly number[]) => number])[] = [
  ['MEDINC', (line) => line[7]],
  ['HOUSEAGE', (line) => line[2]],
  ['AVEROOMS', (line) => line[3] / line[6]],
  ['AVEBEDRMS', (line) => line[4] / line[6]],
  ['POPULATION', (line) => line[5]],
  ['AVEOCCUP', (line) => line[5] / line[6]],
  ['LATITUDE', (line) => line[1]],
  ['LONGITUDE', (line) => line[0]],
  ['MEDHOUSEVAL', (line) => line[8] / 100_000],
];

const VALUES_PER_LINE = 9;

/** Reads `cal_housing.data`. Throws a UserError that names the line which is not nine numbers, or has no households. */
export function parseHousing(text: string, place: string): readonly HousingColumn[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.map((line, index) => {
    const values = line.split(',').map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
    const isRow = values.length === VALUES_PER_LINE && values.every(Number.isFinite) && values[6] > 0;
    if (isRow) return values;
    throw new UserError(
      `Line ${index + 1} of ${place} is not a row of California Housing: nine numbers with commas between them, no header. ` +
        'Point CALIFORNIA_HOUSING_FILE at the file `cal_housing.data`, or unset it.',
    );
  });
  if (rows.length === 0)
    throw new UserError(`${place} is empty. Point CALIFORNIA_HOUSING_FILE at \`cal_housing.data\`, or unset it.`);
  return DERIVATIONS.map(([name, derive]) => ({ name, values: rows.map(derive) }));
}
