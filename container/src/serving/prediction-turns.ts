import type { Output, Predictions } from '../xgboost/booster-predictions';
import type { FeatureRows } from './rows/feature-rows';

/** How long a turn may keep the one thread from other requests and from `/ping`, which SageMaker gives 2 s. */
const TURN_MILLISECONDS = 50;
/** Requests of so few rows are predicted together: most of such a call does not depend on the number of rows. */
const FEW_ROWS = 32;
const MOST_ROWS_TOGETHER = 256;
const MOST_ROWS = 65_536;

interface Job {
  readonly rows: FeatureRows;
  readonly output: Output;
  readonly isWanted: () => boolean;
  readonly resolve: (predictions: Predictions) => void;
  readonly reject: (error: unknown) => void;
  doneRows: number;
  result: Predictions | undefined;
}

/**
 * Shares one model between requests that come at the same time: small ones are answered by one call of XGBoost, large
 * ones go on by turns, so that none waits for the whole of another.
 */
export class PredictionTurns {
  readonly #predict: (values: Float32Array, output: Output) => Predictions;
  readonly #featureCount: number;
  readonly #together: Float32Array;
  readonly #rowsOfTurn: Record<Output, number> = { prediction: 4096, margin: 4096, contributions: 16 };
  #queue: Job[] = [];
  #isScheduled = false;

  constructor(featureCount: number, predict: (values: Float32Array, output: Output) => Predictions) {
    this.#featureCount = featureCount;
    this.#together = new Float32Array(featureCount * MOST_ROWS_TOGETHER);
    this.#predict = predict;
  }

  /** Predicts, until nobody wants the answer any more; then the promise is rejected. */
  predict(rows: FeatureRows, output: Output, isWanted: () => boolean): Promise<Predictions> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ rows, output, isWanted, resolve, reject, doneRows: 0, result: undefined });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#queue.length === 0) return;
    this.#isScheduled = true;
    // By then every request is here that the same poll of the sockets brought.
    setImmediate(() => {
      this.#isScheduled = false;
      const jobs = this.#nextJobs();
      try {
        if (jobs.length > 1) this.#predictTogether(jobs);
        else if (jobs.length === 1) this.#goOn(jobs[0]);
      } catch (error) {
        for (const { reject } of jobs) reject(error);
      }
      this.#schedule();
    });
  }

  /** The job whose turn it is; if it is small, with the other small ones of its kind. */
  #nextJobs(): readonly Job[] {
    for (;;) {
      const first = this.#queue.shift();
      if (first === undefined) return [];
      if (!first.isWanted()) {
        first.reject(new Error('The client has closed the connection.'));
        continue;
      }
      if (!isSmall(first) || !this.#queue.some((job) => isSmall(job) && job.output === first.output)) return [first];
      const jobs = [first];
      let rowCount = first.rows.rowCount;
      this.#queue = this.#queue.filter((job) => {
        const isTaken =
          isSmall(job) && job.output === first.output && rowCount + job.rows.rowCount <= MOST_ROWS_TOGETHER;
        if (isTaken) {
          jobs.push(job);
          rowCount += job.rows.rowCount;
        }
        return !isTaken;
      });
      return jobs;
    }
  }

  #predictTogether(jobs: readonly Job[]): void {
    let length = 0;
    for (const { rows } of jobs) {
      this.#together.set(rows.values, length);
      length += rows.values.length;
    }
    const { values, valuesPerRow } = this.#predict(this.#together.subarray(0, length), jobs[0].output);
    let start = 0;
    for (const { rows, resolve } of jobs) {
      const end = start + rows.rowCount * valuesPerRow;
      resolve({ values: values.subarray(start, end), valuesPerRow });
      start = end;
    }
  }

  /** One turn of a job; if rows are left, the job goes to the end of the queue. */
  #goOn(job: Job): void {
    const { rows, output, doneRows } = job;
    const upTo = Math.min(rows.rowCount, doneRows + this.#rowsOfTurn[output]);
    const start = performance.now();
    const part = this.#predict(rows.values.subarray(doneRows * this.#featureCount, upTo * this.#featureCount), output);
    this.#adapt(output, upTo - doneRows, performance.now() - start);
    if (upTo - doneRows === rows.rowCount) {
      job.resolve(part);
      return;
    }
    job.result ??= { values: new Float32Array(rows.rowCount * part.valuesPerRow), valuesPerRow: part.valuesPerRow };
    job.result.values.set(part.values, doneRows * part.valuesPerRow);
    job.doneRows = upTo;
    if (upTo === rows.rowCount) job.resolve(job.result);
    else this.#queue.push(job);
  }

  #adapt(output: Output, rowCount: number, milliseconds: number): void {
    if (rowCount < this.#rowsOfTurn[output]) return;
    const fitting = Math.round((rowCount * TURN_MILLISECONDS) / Math.max(milliseconds, 0.01));
    this.#rowsOfTurn[output] = Math.min(Math.max(fitting, 1), 2 * rowCount, MOST_ROWS);
  }
}

function isSmall({ rows, output }: Job): boolean {
  return rows.rowCount <= FEW_ROWS && output !== 'contributions';
}
