import { checkOptionNames } from '../option-names';
import { buildImage } from '../sagemaker/image/build-training-image';
import type { TrainingImage } from '../sagemaker/image/training-image';
import { inCell } from './in-cell';

export interface BuildImageOptions {
  /**
   * What jobs with this image train on: processors, or one GPU (machines `ml.g*` and `ml.p*`).
   * @default 'cpu'
   */
  readonly device?: 'cpu' | 'cuda';
  /**
   * Where the base image comes from: a copy of the one in `container/Dockerfile`, named by its digest, for networks
   * that do not reach Amazon's public registry. Layers of a copy in the same registry are shared, not sent, where ECR's
   * blob mounting is turned on. @default the variable TRAINING_BASE_IMAGE, or the image of container/Dockerfile
   */
  readonly base?: string;
  /** A container engine that builds `container/Dockerfile` instead. @default none: no engine is needed */
  readonly engine?: 'docker' | 'podman' | 'finch' | 'nerdctl' | 'buildah';
  /** Stops the build. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Builds the training image and pushes it to ECR, layer by layer. It needs no container engine, and the same inputs give
 * the same image on every machine; what ECR holds already is not sent again.
 * On a local account without containers the built program is registered under an image's name. The result says which.
 */
export async function buildTrainingImage(options: BuildImageOptions = {}): Promise<TrainingImage> {
  checkOptionNames('buildTrainingImage()', options, { device: true, base: true, engine: true, signal: true });
  const { signal, ...choices } = options;
  return await buildImage(choices, inCell(signal));
}
