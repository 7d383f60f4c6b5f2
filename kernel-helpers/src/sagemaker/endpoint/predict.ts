import { PlatformError } from '../../errors';
import { type FeatureData, featureMatrix, type ModelColumns } from '../../model-input/feature-matrix';
import type { Surroundings } from '../../surroundings';
import { csvBatches } from './csv-batches';
import { invokeEndpoint } from './invoke-endpoint';

/**
 * Asks an endpoint for one number for each row, in the order of the rows; with `multi:softprob` one for each class, row
 * after row. Remarks about columns are said before anything is sent. What our own container
 * refuses is a UserError with the reason `refused` and the container's advice; what fails in it keeps its kind.
 * @param model the columns that the model was trained on, as far as they are known.
 */
export async function predict(
  endpoint: string,
  data: FeatureData,
  model: ModelColumns,
  { signal, say }: Pick<Surroundings, 'signal' | 'say'>,
): Promise<Float64Array> {
  const matrix = featureMatrix(data, model);
  for (const remark of matrix.remarks) say(remark);
  const predicted: number[] = [];
  for (const batch of csvBatches(matrix)) {
    const answers = readNumbers(await invokeEndpoint(endpoint, { csv: batch.csv, accept: 'text/csv' }, signal));
    if (answers.length === 0 || answers.length % batch.rows !== 0) {
      throw new PlatformError(
        `The endpoint ${endpoint} answered ${answers.length} numbers for ${batch.rows} rows. Is its model one of this project?`,
        { facts: { endpoint } },
      );
    }
    for (const answer of answers) predicted.push(answer);
  }
  return Float64Array.from(predicted);
}

/** Numbers with line ends or commas between them: stock images of AWS use commas. */
function readNumbers(csv: string): number[] {
  return csv
    .split(/[\s,]+/)
    .filter((text) => text !== '')
    .map(Number);
}
