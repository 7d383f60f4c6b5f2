import { say } from '../display/say';
import { INSPECT, MIME } from '../mime';
import { checkOptionNames } from '../option-names';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import type { FeatureData, ModelColumns } from '../sagemaker/endpoint/feature-matrix';
import { predict } from '../sagemaker/endpoint/predict';
import { removeDeployment } from '../sagemaker/endpoint/remove-endpoint';
import { inCell } from './in-cell';

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
   * have the order of the training. What the endpoint's container refuses is a UserError with the reason `refused`.
   */
  async predict(data: FeatureData, options: PredictOptions = {}): Promise<Float64Array> {
    checkOptionNames('predict()', options, { signal: true });
    const { signal } = inCell(options.signal);
    return await predict(this.name, data, this.model, { signal, say: (remark) => this.tell(remark) });
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
  private tell(remark: string): void {
    if (this.told.has(remark)) return;
    this.told.add(remark);
    say(remark);
  }
}
