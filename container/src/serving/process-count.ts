import { availableParallelism } from 'node:os';
import { UserError } from 'kernel-helpers/errors';
import { SERVING_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { memoryLimitBytes } from '../memory-limit';

/** What a process takes beside its model, with room for large bodies; idle it has 40 MB of its own. */
const BYTES_OF_PROCESS = 100 * 2 ** 20;
/** While a model is loaded, its file and what XGBoost makes of it are in memory together. */
const BYTES_OF_MODEL_BYTE = 4;
const MOST_PROCESSES = 256;

/**
 * How many processes answer requests: one for each processor, as AWS's own images start them, as far as they fit into
 * memory. `SAGEMAKER_MODEL_SERVER_WORKERS` sets another number, as it does there (sagemaker-inference-toolkit,
 * `parameters.py`).
 */
export function processCount(modelBytes: number): number {
  const given = process.env[SERVING_ENVIRONMENT.processes];
  if (given === undefined) {
    const fitting = Math.floor(memoryLimitBytes() / (BYTES_OF_PROCESS + BYTES_OF_MODEL_BYTE * modelBytes));
    return Math.max(1, Math.min(availableParallelism(), fitting));
  }
  const count = Number(given);
  if (/^\d+$/.test(given) && count >= 1 && count <= MOST_PROCESSES) return count;
  throw new UserError(
    `${SERVING_ENVIRONMENT.processes} must be a whole number from 1 to ${MOST_PROCESSES}, not ${JSON.stringify(given)}.`,
  );
}
