import { join } from 'node:path';
import { LOCAL_HOST_ENVIRONMENT } from './environment';

/** SageMaker's files and folders of one host. */
export interface TrainingPaths {
  readonly base: string;
  readonly hyperparameters: string;
  readonly inputDataConfig: string;
  readonly resourceConfig: string;
  /** Only there if the job keeps its checkpoints in S3. */
  readonly checkpointConfig: string;
  readonly inputData: string;
  readonly code: string;
  readonly model: string;
  readonly outputData: string;
  /** The first 1,024 characters become the job's FailureReason. */
  readonly failure: string;
  readonly checkpoints: string;
}

/** Paths below `/opt/ml`, or below the folder that stands for it on the local account. */
export function trainingPaths(base = process.env[LOCAL_HOST_ENVIRONMENT.baseDirectory] ?? '/opt/ml'): TrainingPaths {
  return {
    base,
    hyperparameters: join(base, 'input/config/hyperparameters.json'),
    inputDataConfig: join(base, 'input/config/inputdataconfig.json'),
    resourceConfig: join(base, 'input/config/resourceconfig.json'),
    checkpointConfig: join(base, 'input/config/checkpointconfig.json'),
    inputData: join(base, 'input/data'),
    code: join(base, 'code'),
    model: join(base, 'model'),
    outputData: join(base, 'output/data'),
    failure: join(base, 'output/failure'),
    checkpoints: join(base, 'checkpoints'),
  };
}
