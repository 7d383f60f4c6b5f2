import { UserError } from 'kernel-helpers/errors';
import { type Hyperparameters, isGpuInstance, severalGpuHosts } from 'kernel-helpers/training-contract/index';
import type { FoundGpus } from '../xgboost/find-gpus';

export type Device = 'cpu' | 'cuda';

/**
 * From so many rows on a GPU pays. Measured by `npm run check-gpu` (one H100, 20 columns, 100 rounds): 50,000 rows take
 * 0.16 s there and 0.19 s for its first use in a process, 0.47 s on 4 cores and 0.23 s on 16; 20,640 rows of 8 columns are
 * faster on the cores.
 */
export const ROWS_FOR_GPU = 50_000;

export interface DeviceQuestion {
  readonly hyperparameters: Hyperparameters;
  readonly rowCount: number;
  readonly hostCount: number;
  /** As SageMaker names the machine; undefined where it does not. */
  readonly instanceType?: string;
  readonly found: FoundGpus;
  /** Asked only where a GPU is there. */
  readonly libraryHasCuda: () => boolean;
}

export interface ChosenDevice {
  readonly device: Device;
  /** For the log: what was chosen, and why; undefined where there was no choice. */
  readonly remark?: string;
}

/**
 * Where to train: on the GPU if there is one, the image can use it, and the rows are enough.
 * @throws UserError where the job asks for a GPU and cannot have it.
 */
export function chooseDevice(question: DeviceQuestion): ChosenDevice {
  const { hyperparameters, rowCount, found, instanceType } = question;
  const asked = hyperparameters.device;
  if (asked === 'cpu') return { device: 'cpu' };
  const obstacle = obstacleToGpu(question);
  if (asked === 'cuda') {
    if (obstacle !== undefined) throw new UserError(`The hyperparameter device is 'cuda', but ${obstacle}`);
    return { device: 'cuda', remark: describeGpu(found) };
  }
  const isGpuHost = found.gpus.length > 0 || (instanceType !== undefined && isGpuInstance(instanceType));
  if (!isGpuHost) return { device: 'cpu' };
  if (obstacle !== undefined) return { device: 'cpu', remark: `train: on the CPU: ${obstacle}` };
  if (rowCount < ROWS_FOR_GPU) {
    return {
      device: 'cpu',
      remark: `train: on the CPU: for ${rowCount.toLocaleString('en-US')} rows it is faster than the GPU of this host, which is used from ${ROWS_FOR_GPU.toLocaleString('en-US')} rows on. Set the hyperparameter device to 'cuda' to use it for this table.`,
    };
  }
  return { device: 'cuda', remark: describeGpu(found) };
}

/** Why this job cannot train on a GPU, and what to do; undefined if it can. */
function obstacleToGpu(question: DeviceQuestion): string | undefined {
  const { hyperparameters, hostCount, found, libraryHasCuda } = question;
  const { booster, tree_method: treeMethod, updater } = hyperparameters;
  if (hostCount > 1) return severalGpuHosts(hostCount);
  if (found.problem !== undefined) {
    return `NVIDIA's driver cannot be asked (${found.problem}). The host mounts its driver into the container; the image must come from buildTrainingImage({ device: 'cuda' }).`;
  }
  if (found.gpus.length === 0) {
    return "no NVIDIA device is in this container. Use an instance with a GPU, such as ml.g5.xlarge, and an image of buildTrainingImage({ device: 'cuda' }).";
  }
  if (!libraryHasCuda()) {
    return "the image holds XGBoost for CPUs only. Build it with buildTrainingImage({ device: 'cuda' }) to use the GPU of this host.";
  }
  // XGBoost v3.2.0: `src/gbm/gblinear.cc` has no GPU updater by default, `src/gbm/gbtree.cc` no exact method for GPUs.
  if (booster === 'gblinear') return 'booster gblinear trains on the CPU.';
  if (treeMethod === 'exact') return "tree_method exact trains on the CPU. Choose tree_method 'hist' for the GPU.";
  if (updater !== undefined) return 'the hyperparameter updater names steps for the CPU. Remove it to use the GPU.';
  return undefined;
}

function describeGpu({ gpus }: FoundGpus): string {
  const [first] = gpus;
  const gigabytes = Math.round(first.memoryBytes / 1e9);
  const others = gpus.length === 1 ? '' : `; XGBoost trains on one of the ${gpus.length} GPUs of this host`;
  return `train: on the GPU ${first.name} with ${gigabytes} GB${others}`;
}
