import { existsSync, readdirSync } from 'node:fs';
import { MODEL_FILE } from 'kernel-helpers/training-contract/index';

/**
 * What is unusual about the folder that becomes `model.tar.gz`, in words: no model in it, or other files beside it.
 * It does not wait, so it can be asked while the process ends.
 */
export function describeModelFolder(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  const others = files.filter((name) => name !== MODEL_FILE);
  if (files.includes(MODEL_FILE)) {
    if (others.length === 0) return [];
    return [
      `model: ${others.join(', ')} lies beside ${MODEL_FILE} in the model folder. AWS's own XGBoost image would take it for a second model.`,
    ];
  }
  const holds = others.length === 0 ? '' : ` The model folder holds ${others.join(', ')} only.`;
  return [
    `model: none was saved, so there is nothing to deploy.${holds} A training script saves one on every host with: await saveModel(await train(rows, hyperparameters))`,
  ];
}
