import { InternalError } from 'kernel-helpers/errors';
import type { RoundMetrics } from 'kernel-helpers/training-contract/index';

/** `[3]\ttrain-rmse:0.41\tvalidation-rmse:0.45`, as XGBoost writes it. */
export function parseEvaluation(line: string, dataNames: readonly string[]): RoundMetrics {
  const metrics: Record<string, Record<string, number>> = Object.fromEntries(dataNames.map((name) => [name, {}]));
  for (const part of line.split('\t').slice(1)) {
    const [, dataName, metric, value] = /^([^-]+)-(.+):([^:]+)$/.exec(part) ?? [];
    if (dataName === undefined || metrics[dataName] === undefined) {
      throw new InternalError(`XGBoost's evaluation line is not as expected: ${JSON.stringify(line)}.`);
    }
    metrics[dataName][metric] = value === 'nan' ? Number.NaN : Number(value);
  }
  return metrics;
}
