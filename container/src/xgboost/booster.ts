import { InternalError } from 'kernel-helpers/errors';
import type { RoundMetrics } from 'kernel-helpers/training-contract/index';
import koffi from 'koffi';
import { z } from 'zod';
import { type NumberArray, withMatrix } from './array-interface';
import { type Handle, type Out, xgboost } from './bindings';
import { check, written } from './call';
import { DMatrix } from './dmatrix';

/** A parameter's name and value as XGBoost takes them; a name may come more than once (`eval_metric`). */
export type Parameter = readonly [name: string, value: string];

/** Predictions, row after row. Some objectives (`multi:softprob`) give more than one value per row. */
export interface Predictions {
  readonly values: Float32Array;
  readonly valuesPerRow: number;
}

/** A plain prediction with every tree. */
const PREDICT_CONFIG = '"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true';

const boosterConfig = z.object({ learner: z.object({ gradient_booster: z.object({ name: z.string() }) }) });

/** A model: being trained, or loaded to predict. */
export class Booster {
  readonly #handle: Handle;
  #isOpen = true;
  /** `gbtree`, `dart` or `gblinear`, once it has been read. */
  #kind: string | undefined;

  private constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** A model without trees, to be trained on the first of these matrices. */
  static forTraining(matrices: readonly DMatrix[], parameters: readonly Parameter[]): Booster {
    const out: Out<Handle> = [null];
    check(
      xgboost().XGBoosterCreate(
        matrices.map(({ handle }) => handle),
        matrices.length,
        out,
      ),
      'while making a model',
    );
    const booster = new Booster(written(out));
    for (const [name, value] of parameters) booster.setParameter(name, value);
    return booster;
  }

  /** A model from the bytes of a model file (UBJSON or JSON). */
  static load(bytes: Uint8Array): Booster {
    const booster = Booster.forTraining([], []);
    check(xgboost().XGBoosterLoadModelFromBuffer(booster.#handle, bytes, bytes.length), 'while loading the model file');
    return booster;
  }

  setParameter(name: string, value: string): void {
    check(xgboost().XGBoosterSetParam(this.#handle, name, value), `while setting ${name} to ${value}`);
  }

  /** Adds one round of trees. Blocks until every host of the collective has done so. */
  update(round: number, matrix: DMatrix): void {
    check(xgboost().XGBoosterUpdateOneIter(this.#handle, round, matrix.handle), `in round ${round}`);
  }

  /** Measures the model on every given matrix, over the rows of all hosts. */
  evaluate(round: number, matrices: Readonly<Record<string, DMatrix>>): RoundMetrics {
    const names = Object.keys(matrices);
    const handles = Object.values(matrices).map(({ handle }) => handle);
    const out: Out<string> = [null];
    const status = xgboost().XGBoosterEvalOneIter(this.#handle, round, handles, names, names.length, out);
    check(status, `while measuring round ${round}`);
    return parseEvaluation(written(out), names);
  }

  get rounds(): number {
    const out: Out<number> = [null];
    check(xgboost().XGBoosterBoostedRounds(this.#handle, out), 'while counting rounds');
    return written(out);
  }

  get featureCount(): number {
    const out: Out<number | bigint> = [null];
    check(xgboost().XGBoosterGetNumFeature(this.#handle, out), 'while counting features');
    return Number(written(out));
  }

  /** XGBoost's own names of the features; empty if the model was trained without names. */
  get featureNames(): readonly string[] {
    const length: Out<number | bigint> = [null];
    const names: Out<Handle> = [null];
    check(
      xgboost().XGBoosterGetStrFeatureInfo(this.#handle, 'feature_name', length, names),
      'while reading the names of the features',
    );
    const count = Number(written(length));
    return count === 0 ? [] : decodeTexts(written(names), count);
  }

  /** A copy with the first rounds only, without XGBoost's attributes best_iteration and best_score. */
  slice(rounds: number): Booster {
    const out: Out<Handle> = [null];
    check(xgboost().XGBoosterSlice(this.#handle, 0, rounds, 1, out), `while keeping ${rounds} rounds`);
    return new Booster(written(out));
  }

  /** Predicts rows that lie one after another in `values`; NaN is a missing value. */
  predict(values: NumberArray): Predictions {
    const shape: Out<Handle> = [null];
    const dimensions: Out<number | bigint> = [null];
    const result: Out<Handle> = [null];
    if (this.#isLinear) {
      withColumns(values, this.featureCount, (matrix) =>
        check(
          xgboost().XGBoosterPredictFromDMatrix(
            this.#handle,
            matrix.handle,
            `{${PREDICT_CONFIG}}`,
            shape,
            dimensions,
            result,
          ),
          'while predicting',
        ),
      );
    } else {
      const config = `{${PREDICT_CONFIG},"missing":NaN,"cache_id":0}`;
      withMatrix(values, this.featureCount, (matrix) =>
        check(
          xgboost().XGBoosterPredictFromDense(this.#handle, matrix, config, null, shape, dimensions, result),
          'while predicting',
        ),
      );
    }
    // With strict_shape the answer of a plain prediction has two dimensions: rows, values per row.
    const [rowCount, valuesPerRow] = decodeLongs(written(shape), Number(written(dimensions)));
    return { values: decodeFloats(written(result), rowCount * valuesPerRow), valuesPerRow };
  }

  /** XGBoost predicts in place from trees only (v3.2.0, `InplacePredict` in its `src/gbm`). Read once: it is slow. */
  get #isLinear(): boolean {
    this.#kind ??= this.#readKind();
    return this.#kind === 'gblinear';
  }

  #readKind(): string {
    const length: Out<number | bigint> = [null];
    const config: Out<string> = [null];
    check(xgboost().XGBoosterSaveJsonConfig(this.#handle, length, config), 'while reading the kind of the model');
    return boosterConfig.parse(JSON.parse(written(config))).learner.gradient_booster.name;
  }

  /** The model file in UBJSON. */
  save(): Uint8Array {
    const length: Out<number | bigint> = [null];
    const data: Out<Handle> = [null];
    check(
      xgboost().XGBoosterSaveModelToBuffer(this.#handle, '{"format":"ubj"}', length, data),
      'while saving the model',
    );
    return Uint8Array.from(decodeBytes(written(data), Number(written(length))));
  }

  setAttribute(name: string, value: string): void {
    check(xgboost().XGBoosterSetAttr(this.#handle, name, value), `while setting the attribute ${name}`);
  }

  /** An attribute of the model file; undefined where it has none of that name. */
  attribute(name: string): string | undefined {
    const value: Out<string> = [null];
    const isThere: Out<number> = [null];
    check(xgboost().XGBoosterGetAttr(this.#handle, name, value, isThere), `while reading the attribute ${name}`);
    return written(isThere) === 1 ? written(value) : undefined;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    check(xgboost().XGBoosterFree(this.#handle), 'while freeing a model');
  }
}

/** Passes rows that lie one after another as XGBoost's own matrix, which exists only during the call. */
function withColumns(values: NumberArray, width: number, use: (matrix: DMatrix) => void): void {
  const rowCount = values.length / width;
  const columns = Array.from({ length: width }, (_, column) =>
    Float32Array.from({ length: rowCount }, (_, row) => values[row * width + column]),
  );
  const matrix = new DMatrix({ columns }, { threads: 1 });
  try {
    use(matrix);
  } finally {
    matrix.close();
  }
}

/** `[3]\ttrain-rmse:0.41\tvalidation-rmse:0.45`, as XGBoost writes it. */
function parseEvaluation(line: string, dataNames: readonly string[]): RoundMetrics {
  const metrics: Record<string, Record<string, number>> = Object.fromEntries(dataNames.map((name) => [name, {}]));
  for (const part of line.split('\t').slice(1)) {
    const [, dataName, metric, value] = /^([^-]+)-(.+):([^:]+)$/.exec(part) ?? [];
    if (dataName === undefined || metrics[dataName] === undefined) {
      throw new InternalError(`XGBoost's evaluation line is not as expected: ${JSON.stringify(line)}.`);
    }
    metrics[dataName][metric] = value === 'nan' ? Number.NaN : Number(value);
  }
  return metrics;
}

// A view of XGBoost's memory would change with its next call, so each of these functions copies.
function decodeFloats(pointer: Handle, count: number): Float32Array {
  return Float32Array.from(koffi.decode(pointer, 'float', count) as Iterable<number>);
}

function decodeTexts(pointer: Handle, count: number): string[] {
  return Array.from(koffi.decode(pointer, 'const char *', count) as Iterable<string>);
}

function decodeLongs(pointer: Handle, count: number): number[] {
  return Array.from(koffi.decode(pointer, 'uint64_t', count) as Iterable<number | bigint>, Number);
}

function decodeBytes(pointer: Handle, count: number): Iterable<number> {
  return koffi.decode(pointer, 'uint8_t', count) as Iterable<number>;
}
