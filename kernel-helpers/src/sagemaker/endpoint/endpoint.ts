import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isOutage } from '../../aws/outlast-outage';
import { currentSignal } from '../../cell/kernel-bridge';
import { say } from '../../display/say';
import { PlatformError, withAdvice } from '../../errors';
import { INSPECT, MIME } from '../../mime';
import { checkOptionNames } from '../../option-names';
import { JUPYTER_DISPLAY, type MimeBundle } from '../../render/self-display';
import { csvBatches } from './csv-batches';
import { type FeatureData, featureMatrix, type ModelColumns } from './feature-matrix';
import { removeDeployment } from './remove-endpoint';

export interface PredictOptions {
  /** Stops between two calls. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/** A model that answers over HTTPS. It costs money by the hour until it is deleted. */
export class Endpoint {
  private readonly told = new Set<string>();

  constructor(
    readonly name: string,
    readonly instanceType: string,
    /** The columns that the model was trained on, as far as they are known. */
    private readonly model: ModelColumns = {},
  ) {}

  /**
   * Predicts one number for each row, in the order of the rows; with `multi:softprob` one for each class, row after row.
   * Columns are found by the feature names in the model file, in any order: by the exact name, or by the only name that
   * differs in case alone. A missing column is an error; other columns are left out with a remark. Rows of numbers must
   * have the order of the training.
   */
  async predict(data: FeatureData, options: PredictOptions = {}): Promise<Float64Array> {
    checkOptionNames('predict()', options, { signal: true });
    const { signal = currentSignal() } = options;
    const matrix = featureMatrix(data, this.model);
    this.tell(matrix.remarks);
    const predicted: number[] = [];
    for (const batch of csvBatches(matrix)) {
      const answers = readNumbers(await this.invoke(batch.csv, signal));
      if (answers.length === 0 || answers.length % batch.rows !== 0) {
        throw new PlatformError(
          `The endpoint ${this.name} answered ${answers.length} numbers for ${batch.rows} rows. Is its model one of this project?`,
          { facts: { endpoint: this.name } },
        );
      }
      for (const answer of answers) predicted.push(answer);
    }
    return Float64Array.from(predicted);
  }

  /**
   * Deletes the endpoint, its configuration and the model's registration, and waits until they are gone. An error says
   * what may be left and what that costs. Calling it twice is fine.
   */
  async delete(): Promise<void> {
    await removeDeployment(this.name);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    return `Endpoint on ${this.instanceType}. It costs money by the hour until it is deleted: await endpoint.delete()`;
  }

  /** Says each remark once, so that a loop of predictions does not repeat it. */
  private tell(remarks: readonly string[]): void {
    for (const remark of remarks) {
      if (this.told.has(remark)) continue;
      this.told.add(remark);
      say(remark);
    }
  }

  private async invoke(csv: string, signal: AbortSignal): Promise<string> {
    const { InvokeEndpointCommand } = awsSdk.sageMakerRuntime();
    const command = new InvokeEndpointCommand({
      EndpointName: this.name,
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: Buffer.from(csv),
    });
    try {
      return await callAws(`ask the endpoint ${this.name}`, async () => {
        const answer = await awsClients.sageMakerRuntime().send(command, { abortSignal: signal });
        return Buffer.from(answer.Body).toString('utf8');
      });
    } catch (error) {
      if (!isOutage(error)) throw error;
      throw withAdvice(error, 'The endpoint goes on, and costs money by the hour until await endpoint.delete().');
    }
  }
}

/** Numbers with line ends or commas between them: stock images of AWS use commas. */
function readNumbers(csv: string): number[] {
  return csv
    .split(/[\s,]+/)
    .filter((text) => text !== '')
    .map(Number);
}
