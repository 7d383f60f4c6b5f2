import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MODEL_FILE } from 'kernel-helpers/training-contract/index';
import type { TrainingSettings } from '../settings';
import type { HostGroup } from './host-group';
import type { Model } from './model';
import { modelIdOf } from './train-model';

/** Attributes of the model file that say what it was trained on. */
export const MODEL_ATTRIBUTES = { features: 'feature_names', target: 'target' } as const;

export interface SaveContext {
  readonly settings: TrainingSettings;
  readonly group: HostGroup;
  readonly log: (text: string) => void;
}

/**
 * Writes the model file on the first host; the other hosts have the same model and write nothing.
 * Names are attributes and not XGBoost's own feature names, so that rows without names can be predicted anywhere.
 */
export async function saveModel(model: Model, { settings, group, log }: SaveContext): Promise<void> {
  const modelId = modelIdOf(model);
  if (!settings.host.isLeader) return;
  const bytes = await group.modelFile(modelId, {
    [MODEL_ATTRIBUTES.features]: JSON.stringify(model.features),
    [MODEL_ATTRIBUTES.target]: model.target,
  });
  const path = join(settings.paths.model, MODEL_FILE);
  await mkdir(settings.paths.model, { recursive: true });
  // SageMaker may collect the folder at any moment after a stop: the file is whole or not there.
  const unfinished = join(settings.paths.model, `.${MODEL_FILE}.unfinished`);
  await writeFile(unfinished, bytes);
  await rename(unfinished, path);
  log(`model: ${model.rounds} rounds, ${bytes.length} bytes in ${MODEL_FILE}`);
}
