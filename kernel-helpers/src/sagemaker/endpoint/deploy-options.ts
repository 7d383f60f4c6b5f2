import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { checkInstanceType } from '../job/check-options';

export interface DeployOptions {
  /** SageMaker's name of the machine, for example `ml.m5.large`. */
  readonly instance: string;
  /** How many machines answer. @default 1 */
  readonly count?: number;
  /** Stops the waiting and deletes what was made. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

const MAX_INSTANCES = 20;

/** Throws one UserError with everything that is wrong with the options. */
export function checkDeployOptions(options: DeployOptions): void {
  checkOptionNames('deploy()', options, { instance: true, count: true, signal: true });
  const { instance, count = 1 } = options;
  const problems = checkInstanceType(instance, Object.values(awsSdk.sageMaker().ProductionVariantInstanceType));
  if (!Number.isInteger(count) || count < 1 || count > MAX_INSTANCES) {
    problems.push(`count must be a whole number from 1 to ${MAX_INSTANCES}, not ${count}.`);
  }
  if (problems.length > 0) throw new UserError(`The model was not deployed:\n- ${problems.join('\n- ')}`);
}
