import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from 'kernel-helpers/errors';
import type { TrainingPaths } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import { readJson } from './sagemaker-file';

/** A folder with files that SageMaker has copied from S3 before the training starts. */
export interface Channel {
  readonly name: string;
  readonly folder: string;
  /** As the job says it: `text/csv`. @default not said */
  readonly contentType?: string;
}

const inputDataConfig = z.record(
  z.string(),
  z.looseObject({ TrainingInputMode: z.string().optional(), ContentType: z.string().optional() }),
);

/**
 * The channels of a job; one without any may have no file that describes them.
 * @throws UserError for a channel that is a pipe.
 */
export function readChannels(paths: TrainingPaths): readonly Channel[] {
  if (!existsSync(paths.inputDataConfig)) return [];
  const described = Object.entries(readJson(paths.inputDataConfig, inputDataConfig));
  const pipes = described.filter(([, { TrainingInputMode }]) => TrainingInputMode === 'Pipe').map(([name]) => name);
  if (pipes.length > 0) {
    throw new UserError(
      `The job gives ${pipes.join(', ')} as pipes, which this image does not read. Use the input mode File or FastFile.`,
    );
  }
  return described.map(([name, { ContentType: contentType }]) => ({
    name,
    folder: join(paths.inputData, name),
    ...(contentType !== undefined && { contentType }),
  }));
}
