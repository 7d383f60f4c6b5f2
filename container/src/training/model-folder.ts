import { existsSync, readdirSync } from 'node:fs';
import { MODEL_FILE } from 'kernel-helpers/training-contract/index';

/**
 * Lines about what is unusual in the folder that becomes `model.tar.gz`: no model, or other files beside the model.
 * This function is synchronous, so it also works while the process ends.
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
