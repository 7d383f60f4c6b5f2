import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMetricLine, MODEL_ATTRIBUTES, MODEL_FILE } from 'kernel-helpers/training-contract/index';
import type { TrainingSettings } from '../settings';
import type { HostGroup } from './host-group';
import type { Model } from './model';
import { describeModelFolder } from './model-folder';
import { writeForOlderReaders } from './older-readers';
import { writeOutputData } from './output-data';
import { modelIdOf } from './train-model';

export interface SaveContext {
  readonly settings: TrainingSettings;
  readonly group: HostGroup;
  readonly log: (text: string) => void;
}

/** Writes the job's model on the first host; the other hosts have the same model and write nothing. */
export class ModelSaver {
  readonly #context: SaveContext;
  #underWay: Promise<void> = Promise.resolve();
  #saved: Model | undefined;

  constructor(context: SaveContext) {
    this.#context = context;
  }

  /** Writes the model file, and what else is given into `metrics.json`. Saves run one after another, and the last model stays. */
  async save(model: Model, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const before = this.#underWay;
    let finish = (): void => undefined;
    // This promise never rejects. A save that fails rejects the script's own promise, even if the script does not wait.
    this.#underWay = new Promise((resolve) => {
      finish = resolve;
    });
    await before;
    try {
      await this.#write(model, more);
    } finally {
      finish();
    }
  }

  /** Waits for saves that the script did not wait for, and says what the job leaves behind. */
  async finish(): Promise<void> {
    await this.#underWay;
    this.describe();
  }

  /** Says what the job leaves behind as its model, on the host that writes it. */
  describe(): void {
    const { settings, log } = this.#context;
    if (!settings.host.isLeader) return;
    for (const remark of describeModelFolder(settings.paths.model)) log(remark);
    // SageMaker reports the last values in the log as the job's final metrics, so end with those of the saved model.
    if (this.#saved !== undefined) log(`model: its last round is ${metricLineOf(this.#saved)}`);
  }

  async #write(model: Model, more: Readonly<Record<string, unknown>>): Promise<void> {
    const { settings, group, log } = this.#context;
    const modelId = modelIdOf(model);
    if (!settings.host.isLeader) return;
    const written = writeForOlderReaders(await group.modelFile(modelId, attributesOf(model)));
    const path = join(settings.paths.model, MODEL_FILE);
    await mkdir(settings.paths.model, { recursive: true });
    // SageMaker may collect the folder at any moment after a stop, so the file must be complete or absent.
    const unfinished = join(settings.paths.model, `.${MODEL_FILE}.unfinished`);
    await writeFile(unfinished, written.bytes);
    await rename(unfinished, path);
    const inPlace = this.#saved === undefined ? '' : ', in place of the one before';
    this.#saved = model;
    const importance = await group.importance(modelId, model.features);
    await writeOutputData(settings.paths.outputData, { model, more, importance });
    log(`model: ${model.rounds} rounds, ${written.bytes.length} bytes in ${MODEL_FILE}${inPlace}`);
    if (!written.isForOlderReaders) {
      log(
        'model: base_score has several values, which XGBoost before 3.1 reads as 0.5 without an error. Set the hyperparameter base_score, for example to 0.5, if an older XGBoost is to predict from this model.',
      );
    }
  }
}

function attributesOf(model: Model): Readonly<Record<string, string>> {
  const { features, target, categories, classes, tableRows, bestRound, metrics, roundsRun, endedBy } = model;
  const score = Object.values(metrics.validation ?? {}).at(-1);
  return {
    [MODEL_ATTRIBUTES.features]: JSON.stringify(features),
    [MODEL_ATTRIBUTES.target]: target,
    ...(categories !== undefined && { [MODEL_ATTRIBUTES.categories]: JSON.stringify(categories) }),
    ...(classes !== undefined && { [MODEL_ATTRIBUTES.classes]: JSON.stringify(classes) }),
    [MODEL_ATTRIBUTES.tableRows]: String(tableRows),
    [MODEL_ATTRIBUTES.metrics]: metricLineOf(model),
    [MODEL_ATTRIBUTES.roundsRun]: String(roundsRun),
    [MODEL_ATTRIBUTES.endedBy]: endedBy,
    ...(bestRound !== undefined && {
      [MODEL_ATTRIBUTES.bestRound]: String(bestRound),
      [MODEL_ATTRIBUTES.bestScore]: String(score),
    }),
  };
}

function metricLineOf({ rounds, metrics }: Model): string {
  return formatMetricLine(rounds - 1, metrics);
}
