import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isOutage } from '../../aws/outlast-outage';
import { PlatformError, withAdvice } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { ERRORS_AS_JSON } from '../../training-contract/answered-error';
import { csvBatches } from './csv-batches';
import { errorOfContainer } from './error-of-container';
import { type FeatureData, featureMatrix, type ModelColumns } from './feature-matrix';

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
    const answers = readNumbers(await invoke(endpoint, batch.csv, signal));
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

async function invoke(endpoint: string, csv: string, signal: AbortSignal): Promise<string> {
  const { InvokeEndpointCommand } = awsSdk.sageMakerRuntime();
  const command = new InvokeEndpointCommand({
    EndpointName: endpoint,
    ContentType: 'text/csv',
    Accept: 'text/csv',
    CustomAttributes: ERRORS_AS_JSON,
    Body: Buffer.from(csv),
  });
  try {
    return await callAws(`ask the endpoint ${endpoint}`, async () => {
      const answer = await awsClients.sageMakerRuntime().send(command, { abortSignal: signal });
      return Buffer.from(answer.Body).toString('utf8');
    });
  } catch (error) {
    const said = errorOfContainer(error, endpoint);
    if (said !== undefined) throw said;
    if (!isOutage(error)) throw error;
    throw withAdvice(error, 'The endpoint goes on, and costs money by the hour until await endpoint.delete().');
  }
}

/** Numbers with line ends or commas between them: stock images of AWS use commas. */
function readNumbers(csv: string): number[] {
  return csv
    .split(/[\s,]+/)
    .filter((text) => text !== '')
    .map(Number);
}
