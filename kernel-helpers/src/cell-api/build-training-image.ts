import { checkOptionNames } from '../option-names';
import { buildImage } from '../sagemaker/image/build-training-image';
import type { TrainingImage } from '../sagemaker/image/training-image';
import { inCell } from './in-cell';

export interface BuildImageOptions {
  /** Stops the build. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Builds the training image and pushes it to ECR, showing the engine's output as it comes.
 * On the local account the built program is registered under an image's name instead. The result says which was done.
 */
export async function buildTrainingImage(options: BuildImageOptions = {}): Promise<TrainingImage> {
  checkOptionNames('buildTrainingImage()', options, { signal: true });
  return await buildImage(inCell(options.signal));
}
