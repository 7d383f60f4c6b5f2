import type { RoundMetrics } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import type { NumberArray } from './array-interface';
import { type Handle, type Out, xgboost } from './bindings';
import { BoosterPredictions, type Output, type Predictions } from './booster-predictions';
import { check, written } from './call';
import { decodeBytes, decodeFloats, decodeLongs, decodeTexts } from './decode';
import type { Matrix } from './dmatrix';
import { parseEvaluation } from './evaluation-line';

/** A parameter's name and value as XGBoost takes them; a name may come more than once (`eval_metric`). */
export type Parameter = readonly [name: string, value: string];

/** How much a feature counts, as XGBoost measures it. */
export type ImportanceKind = 'gain' | 'weight' | 'cover' | 'total_gain' | 'total_cover';

/** What a model's own configuration says about it. */
export interface BoosterConfig {
  /** `gbtree`, `dart` or `gblinear`. */
  readonly kind: string;
  readonly objective: string;
  /** 0 where the objective has no classes. */
  readonly classCount: number;
}

const boosterConfig = z.object({
  learner: z.object({
    gradient_booster: z.object({ name: z.string() }),
    objective: z.object({ name: z.string() }),
    learner_model_param: z.object({ num_class: z.coerce.number() }),
  }),
});

/** A model: being trained, or loaded to predict. */
export class Booster {
  readonly #handle: Handle;
  readonly #predictions: BoosterPredictions;
  #isOpen = true;
  #config: BoosterConfig | undefined;
  #featureCount: number | undefined;

  private constructor(handle: Handle) {
    this.#handle = handle;
    this.#predictions = new BoosterPredictions(handle);
  }

  /**
   * A model to be trained on the first of these matrices.
   * @param model a model file from which the training goes on; without it the model has no trees
   */
  static forTraining(matrices: readonly Matrix[], parameters: readonly Parameter[], model?: Uint8Array): Booster {
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
    // As in XGBoost's Python package, the parameters come after the model: a model file holds some, too.
    if (model !== undefined) booster.#load(model);
    for (const [name, value] of parameters) booster.setParameter(name, value);
    return booster;
  }

  /** A model from the bytes of a model file (UBJSON or JSON). */
  static load(bytes: Uint8Array): Booster {
    const booster = Booster.forTraining([], []);
    booster.#load(bytes);
    return booster;
  }

  #load(bytes: Uint8Array): void {
    check(xgboost().XGBoosterLoadModelFromBuffer(this.#handle, bytes, bytes.length), 'while loading the model file');
  }

  setParameter(name: string, value: string): void {
    check(xgboost().XGBoosterSetParam(this.#handle, name, value), `while setting ${name} to ${value}`);
  }

  /** Adds one round of trees. Blocks until every host of the collective has done so. */
  update(round: number, matrix: Matrix): void {
    check(xgboost().XGBoosterUpdateOneIter(this.#handle, round, matrix.handle), `in round ${round}`);
  }

  /** Measures the model on every given matrix, over the rows of all hosts. */
  evaluate(round: number, matrices: Readonly<Record<string, Matrix>>): RoundMetrics {
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
    if (this.#featureCount === undefined) {
      const out: Out<number | bigint> = [null];
      check(xgboost().XGBoosterGetNumFeature(this.#handle, out), 'while counting features');
      this.#featureCount = Number(written(out));
    }
    return this.#featureCount;
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
  predict(values: NumberArray, output: Output = 'prediction'): Predictions {
    return this.#predictions.predict(values, output, { featureCount: this.featureCount, kind: this.config.kind });
  }

  /** Read once, because it is slow. */
  get config(): BoosterConfig {
    this.#config ??= this.#readConfig();
    return this.#config;
  }

  #readConfig(): BoosterConfig {
    const length: Out<number | bigint> = [null];
    const config: Out<string> = [null];
    check(
      xgboost().XGBoosterSaveJsonConfig(this.#handle, length, config),
      'while reading the configuration of the model',
    );
    const { gradient_booster, objective, learner_model_param } = boosterConfig.parse(
      JSON.parse(written(config)),
    ).learner;
    return { kind: gradient_booster.name, objective: objective.name, classCount: learner_model_param.num_class };
  }

  /**
   * How much each feature that the model uses counts, the most first. Trees know `gain`, `weight`, `cover`, `total_gain`
   * and `total_cover`; a linear model knows its `weight` alone, several for each feature where it has several outputs.
   */
  importance(type: string, names: readonly string[]): Readonly<Record<string, number>> {
    const count: Out<number | bigint> = [null];
    const features: Out<Handle> = [null];
    const dimensions: Out<number | bigint> = [null];
    const shape: Out<Handle> = [null];
    const scores: Out<Handle> = [null];
    const config = JSON.stringify({ importance_type: type, feature_names: names });
    check(
      xgboost().XGBoosterFeatureScore(this.#handle, config, count, features, dimensions, shape, scores),
      `while reading the ${type} of the features`,
    );
    const length = Number(written(count));
    if (length === 0) return {};
    const sizes = decodeLongs(written(shape), Number(written(dimensions)));
    const perFeature = sizes.slice(1).reduce((product, size) => product * size, 1);
    const values = decodeFloats(written(scores), length * perFeature);
    const found = decodeTexts(written(features), length).map((name, index): [string, number] => [
      name,
      values.subarray(index * perFeature, (index + 1) * perFeature).reduce((sum, value) => sum + value, 0) / perFeature,
    ]);
    return Object.fromEntries(found.toSorted(([, one], [, other]) => other - one));
  }

  /** The importances that this kind of model knows. */
  get importanceTypes(): readonly ImportanceKind[] {
    return this.config.kind === 'gblinear' ? ['weight'] : ['gain', 'weight', 'cover', 'total_gain', 'total_cover'];
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

  /** @param value null takes the attribute away */
  setAttribute(name: string, value: string | null): void {
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
    this.#predictions.close();
    check(xgboost().XGBoosterFree(this.#handle), 'while freeing a model');
  }
}
