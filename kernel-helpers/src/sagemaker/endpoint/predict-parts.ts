import { z } from 'zod';
import { UserError } from '../../errors';
import { contributionsTable } from '../../model-input/contributions-table';
import { type FeatureData, featureMatrix, type ModelColumns } from '../../model-input/feature-matrix';
import { classNames, probabilityTable } from '../../model-input/probability-table';
import { parseJson } from '../../parse-json';
import type { Surroundings } from '../../surroundings';
import type { Table } from '../../table/columnar-table';
import type { AnswerPart } from '../../training-contract/index';
import { csvBatches } from './csv-batches';
import { invokeEndpoint } from './invoke-endpoint';

/**
 * Contributions take a thousand times as long as predictions, and SageMaker waits 60 s for an answer of at most 6 MB
 * (API reference, InvokeEndpoint).
 */
const ROWS_TO_EXPLAIN = 1000;

/** Predictions, and why the model predicts them. */
export interface ExplainedPredictions {
  /** The same numbers as without contributions. */
  readonly predictions: Float64Array;
  /**
   * SHAP values: what each feature adds to the raw score of a row, and `BIAS`, the same for all rows. They add up to the
   * raw score: the prediction itself for most regressions, the logit of a probability. A model of several classes has
   * a raw score for each of them; then the columns `ROW`, counted from 0, and `CLASS` say what a row of the table tells of.
   */
  readonly contributions: Table;
}

/** Asks an endpoint for the name of each row's likeliest class. */
export async function predictClasses(
  endpoint: string,
  data: FeatureData,
  model: ModelColumns,
  surroundings: Pick<Surroundings, 'signal' | 'say'>,
): Promise<string[]> {
  const names: string[] = [];
  const answered = z.object({ class: z.string() });
  for await (const rows of askForParts(endpoint, data, model, surroundings, ['class'], answered)) {
    for (const row of rows) names.push(row.class);
  }
  return names;
}

/** Asks an endpoint for the probability of each class: a table with a column for each of them, in the order of the rows. */
export async function predictProbabilities(
  endpoint: string,
  data: FeatureData,
  model: ModelColumns,
  surroundings: Pick<Surroundings, 'signal' | 'say'>,
): Promise<Table> {
  const probabilities: number[] = [];
  let classCount = 0;
  const answered = z.object({ probabilities: numbers });
  for await (const rows of askForParts(endpoint, data, model, surroundings, ['probabilities'], answered)) {
    for (const row of rows) {
      for (const probability of row.probabilities) probabilities.push(probability);
      classCount = row.probabilities.length;
    }
  }
  return probabilityTable(Float64Array.from(probabilities), classNames(model.classes, classCount));
}

/** Asks an endpoint for predictions and for what each feature has contributed to them. */
export async function explainPredictions(
  endpoint: string,
  data: FeatureData,
  model: ModelColumns,
  surroundings: Pick<Surroundings, 'signal' | 'say'>,
): Promise<ExplainedPredictions> {
  const predictions: number[] = [];
  const contributions: number[][] = [];
  let classCount = 1;
  const parts = ['score', 'contributions'] as const;
  for await (const rows of askForParts(endpoint, data, model, surroundings, parts, explainedRow)) {
    for (const row of rows) {
      for (const score of row.score) predictions.push(score);
      for (const values of row.contributions) contributions.push(values);
      classCount = row.contributions.length;
    }
  }
  return {
    predictions: Float64Array.from(predictions),
    contributions: contributionsTable(contributions, classCount, model),
  };
}

/** JSON has no word for a number that is not finite. */
const number = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const numbers = z.array(number);
const explainedRow = z.object({
  score: z.union([numbers, number.transform((value) => [value])]),
  contributions: z.union([z.array(numbers), numbers.transform((values) => [values])]),
});

async function* askForParts<Row>(
  endpoint: string,
  data: FeatureData,
  model: ModelColumns,
  { signal, say }: Pick<Surroundings, 'signal' | 'say'>,
  parts: readonly AnswerPart[],
  row: z.ZodType<Row>,
): AsyncGenerator<readonly Row[]> {
  const matrix = featureMatrix(data, model);
  for (const remark of matrix.remarks) say(remark);
  const answered = z.object({ predictions: z.array(row) });
  for (const { csv, rows } of csvBatches(matrix, { maxRows: ROWS_TO_EXPLAIN })) {
    const text = await invokeEndpoint(endpoint, { csv, accept: 'application/json', parts }, signal);
    const { data: answer } = answered.safeParse(parseJson(text));
    if (answer?.predictions.length !== rows) throw otherImage(endpoint, parts);
    yield answer.predictions;
  }
}

function otherImage(endpoint: string, parts: readonly AnswerPart[]): UserError {
  return new UserError(`The endpoint ${endpoint} did not answer ${parts.join(' and ')} for each row.`, {
    facts: { endpoint },
    advice: 'Its image is an older one, or not of this project: build the image, train and deploy again.',
  });
}
