import { isGpuInstance, severalGpuHosts } from '../../training-contract/index';
import type { TrainingJobOptions } from './options';

/**
 * Says why hosts, image and the hyperparameter `device` do not go together. A job on one GPU host needs no
 * hyperparameter: the host chooses by the number of rows.
 */
export function deviceProblems({ instances, image, hyperparameters }: Partial<TrainingJobOptions>): string[] {
  const { type, count } = instances ?? {};
  const asked = hyperparameters?.device;
  if (typeof type !== 'string' || typeof count !== 'number' || asked === 'cpu') return [];
  if (!isGpuInstance(type)) {
    if (asked !== 'cuda') return [];
    return [
      `The hyperparameter device is 'cuda', but ${type} has no GPU. Use one such as ml.g5.xlarge, or leave device out.`,
    ];
  }
  const isForCpus = typeof image === 'object' && image.device === 'cpu';
  return [
    ...(count > 1 ? [severalGpuHosts(count)] : []),
    ...(isForCpus
      ? [
          `${type} has a GPU, but the image holds XGBoost for CPUs only. Build it with buildTrainingImage({ device: 'cuda' }), or set the hyperparameter device to 'cpu'.`,
        ]
      : []),
  ];
}
