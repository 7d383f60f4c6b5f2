import { z } from 'zod';
import { UserError } from '../errors';

/** Every stack of the template has a description that begins like this, also one that failed and has no outputs. */
export const STACK_DESCRIPTION = 'Snowflake to SageMaker notebooks in TypeScript';

/** Outputs of `cloudformation/template.yaml` that programs read; it has others for people. */
const outputsSchema = z.object({
  NotebookInstanceName: z.string(),
  NotebookRoleArn: z.string(),
  JobRoleArn: z.string(),
  BucketName: z.string(),
  KeepsBucket: z.enum(['yes', 'no']),
  RepositoryName: z.string(),
  KeepsRepository: z.enum(['yes', 'no']),
  SecretArn: z.string().optional(),
});

/** What a stack of the template has made. */
export interface StackParts {
  readonly notebookInstance: string;
  readonly notebookRoleArn: string;
  /** The role of jobs, models and endpoints: what names it belongs to the stack. */
  readonly jobRoleArn: string;
  readonly bucket: string;
  /** True if the bucket stays when the stack is deleted. */
  readonly keepsBucket: boolean;
  readonly repository: string;
  /** True if the repository was there before the stack and stays after it, with everybody's images. */
  readonly keepsRepository: boolean;
  /** Undefined where the AWS role itself logs in to Snowflake. */
  readonly secretArn?: string;
}

/** Reads the outputs of a stack. Throws a UserError that names every output that is missing or wrong. */
export function parseOutputs(stackName: string, outputs: Readonly<Record<string, string>>): StackParts {
  const { data, error } = outputsSchema.safeParse(outputs);
  if (data === undefined) {
    const wrong = error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new UserError(
      `The stack ${stackName} lacks outputs of the template, or they have other values: ${wrong}. Was it made by another version? Use the helpers of that version, or update the stack.`,
    );
  }
  return {
    notebookInstance: data.NotebookInstanceName,
    notebookRoleArn: data.NotebookRoleArn,
    jobRoleArn: data.JobRoleArn,
    bucket: data.BucketName,
    keepsBucket: data.KeepsBucket === 'yes',
    repository: data.RepositoryName,
    keepsRepository: data.KeepsRepository === 'yes',
    secretArn: data.SecretArn,
  };
}
