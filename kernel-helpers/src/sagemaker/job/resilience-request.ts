import type { CreateTrainingJobCommandInput, DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { TRAINING_ENVIRONMENT } from '../../training-contract/index';
import type { JobResilience } from './resilience';

/** Of this job, in the bucket for models. */
const CHECKPOINT_FOLDER = 'checkpoints';

/** The members of CreateTrainingJob for these options. */
export function resilienceRequest(
  { checkpoints, spot }: JobResilience,
  { bucket, jobName }: { readonly bucket: string; readonly jobName: string },
): Pick<CreateTrainingJobCommandInput, 'CheckpointConfig' | 'EnableManagedSpotTraining'> {
  if (checkpoints === undefined && spot === undefined) return {};
  const own = `s3://${bucket}/${jobName}/${CHECKPOINT_FOLDER}`;
  const uri = typeof checkpoints === 'object' ? checkpoints.uri : undefined;
  return {
    CheckpointConfig: { S3Uri: uri ?? own },
    ...(spot !== undefined && { EnableManagedSpotTraining: true }),
  };
}

/** The variables by which the container learns of them. */
export function resilienceEnvironment({
  onHostLoss,
  checkpoints,
  watchdogSeconds,
}: JobResilience): Record<string, string> {
  const everyRounds = typeof checkpoints === 'object' ? checkpoints.everyRounds : undefined;
  return {
    ...(onHostLoss !== undefined && { [TRAINING_ENVIRONMENT.onHostLoss]: onHostLoss }),
    ...(everyRounds !== undefined && { [TRAINING_ENVIRONMENT.checkpointRounds]: String(everyRounds) }),
    ...(watchdogSeconds !== undefined && { [TRAINING_ENVIRONMENT.watchdogSeconds]: String(watchdogSeconds) }),
  };
}

/** The variables of `resilienceEnvironment`. */
export const RESILIENCE_VARIABLES: readonly string[] = [
  TRAINING_ENVIRONMENT.onHostLoss,
  TRAINING_ENVIRONMENT.checkpointRounds,
  TRAINING_ENVIRONMENT.watchdogSeconds,
];

/** The options that a job was started with, with its checkpoints left in a folder of the new job's own. */
export function resilienceOf({
  CheckpointConfig,
  EnableManagedSpotTraining,
  Environment = {},
  StoppingCondition,
}: Pick<
  DescribeTrainingJobCommandOutput,
  'CheckpointConfig' | 'EnableManagedSpotTraining' | 'Environment' | 'StoppingCondition'
>): Readonly<Record<keyof JobResilience, unknown>> {
  const { [TRAINING_ENVIRONMENT.onHostLoss]: onHostLoss, [TRAINING_ENVIRONMENT.checkpointRounds]: rounds } =
    Environment;
  const watchdog = Environment[TRAINING_ENVIRONMENT.watchdogSeconds];
  const maxWaitSeconds = StoppingCondition?.MaxWaitTimeInSeconds;
  const own = rounds === undefined ? true : { everyRounds: Number(rounds) };
  return {
    onHostLoss: onHostLoss === 'continue' ? 'continue' : undefined,
    checkpoints: CheckpointConfig === undefined && rounds === undefined ? undefined : own,
    spot: EnableManagedSpotTraining === true && maxWaitSeconds !== undefined ? { maxWaitSeconds } : undefined,
    watchdogSeconds: watchdog === undefined ? undefined : Number(watchdog),
  };
}
