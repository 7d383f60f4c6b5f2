import { Booster, type Parameter } from 'container/xgboost/booster';
import { DMatrix, type FeatureType } from 'container/xgboost/dmatrix';
import { MODEL_ATTRIBUTES } from 'kernel-helpers/training-contract/index';
import { randomNumbers } from './houses';

export const ROW_COUNT = 300;
export const FEATURES = ['MEDINC', 'HOUSEAGE', 'CITY'] as const;
export const CITIES = ['Fresno', 'Oakland', 'Reno'] as const;

/** Rows whose target follows from their features; the same in every run. A city is a text, and missing in some rows. */
export function smallRows(): { MEDINC: number | null; HOUSEAGE: number; CITY: string | null; TARGET: number }[] {
  const random = randomNumbers(3);
  return Array.from({ length: ROW_COUNT }, (_, row) => {
    const income = 10 * random();
    const age = Math.floor(50 * random());
    const city = row % 17 === 0 ? null : CITIES[row % 3];
    const target = 0.5 * income - age / 50 + (city === 'Oakland' ? 2 : 0) + 0.5 * random();
    return { MEDINC: row % 29 === 0 ? null : income, HOUSEAGE: age, CITY: city, TARGET: target };
  });
}

/** The class of each row, with mistakes, so that no model is perfect. */
export function classOf(target: number, row: number, classCount: number): number {
  const noisy = target + (row % 7 === 0 ? 2 : 0);
  return Math.min(classCount - 1, Math.max(0, Math.floor((noisy * classCount) / 6)));
}

/** The file of a model on these rows, as a job leaves it. */
export function modelFile(
  parameters: readonly Parameter[],
  labels: (target: number, row: number) => number,
  {
    classes,
    names = FEATURES,
  }: { readonly classes?: readonly string[]; readonly names?: readonly string[] | null } = {},
): Uint8Array {
  const rows = smallRows();
  const columns = [
    Float32Array.from(rows, ({ MEDINC }) => MEDINC ?? Number.NaN),
    Float32Array.from(rows, ({ HOUSEAGE }) => HOUSEAGE),
    Float32Array.from(rows, ({ CITY }) => (CITY === null ? Number.NaN : CITIES.findIndex((city) => city === CITY))),
  ];
  const featureTypes: FeatureType[] = ['q', 'q', 'c'];
  const data = new DMatrix({
    columns,
    featureTypes,
    labels: Float32Array.from(rows, ({ TARGET }, row) => labels(TARGET, row)),
  });
  const booster = Booster.forTraining([data], [['max_depth', '3'], ['seed', '1'], ['nthread', '1'], ...parameters]);
  try {
    for (let round = 0; round < 12; round += 1) booster.update(round, data);
    if (names !== null) booster.setAttribute(MODEL_ATTRIBUTES.features, JSON.stringify(names));
    booster.setAttribute(MODEL_ATTRIBUTES.target, 'TARGET');
    booster.setAttribute(MODEL_ATTRIBUTES.categories, JSON.stringify({ CITY: CITIES }));
    if (classes !== undefined) booster.setAttribute(MODEL_ATTRIBUTES.classes, JSON.stringify(classes));
    return booster.save();
  } finally {
    booster.close();
    data.close();
  }
}

export const MODELS = {
  numbers: () => modelFile([['objective', 'reg:squarederror']], (target) => target),
  two: () =>
    modelFile([['objective', 'binary:logistic']], (target, row) => classOf(target, row, 2), {
      classes: ['cheap', 'dear'],
    }),
  three: () =>
    modelFile(
      [
        ['objective', 'multi:softprob'],
        ['num_class', '3'],
      ],
      (target, row) => classOf(target, row, 3),
      { classes: ['low', 'middle', 'high'] },
    ),
} as const;
