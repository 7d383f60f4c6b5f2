import { isGpuInstance, severalGpuHosts } from '../../training-contract/index';
import type { TrainingInstances } from './options';

/**
 * Says why hosts and the hyperparameter `device` do not go together. A job on one GPU host needs no hyperparameter: the
 * host chooses by the number of rows.
 */
export function deviceProblems(instances: TrainingInstances | undefined, device: unknown): string[] {
  const { type, count } = instances ?? {};
  if (typeof type !== 'string' || typeof count !== 'number') return [];
  if (!isGpuInstance(type)) {
    if (device !== 'cuda') return [];
    return [
      `The hyperparameter device is 'cuda', but ${type} has no GPU. Use one such as ml.g5.xlarge, or leave device out.`,
    ];
  }
  return count > 1 && device !== 'cpu' ? [severalGpuHosts(count)] : [];
}
