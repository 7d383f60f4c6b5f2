import { isOutage } from '../../aws/outlast-outage';
import { oneErrorFor } from '../../errors';
import { deleteStack } from '../delete-stack';
import type { FoundStack } from '../find-stack';
import type { StackParts } from '../stack-outputs';
import type { Belonging } from './belonging';
import { fileBelongings } from './files';
import { imageBelongings } from './images';
import { logBelongings } from './logs';
import { sageMakerBelongings } from './sagemaker-belongings';

/** What stays when the stack is deleted, with how to delete it. */
export interface Kept {
  readonly what: string;
  readonly byHand: string;
}

/** What is deleted before a stack, in this order, and what stays. */
export interface CleanUpPlan {
  readonly belongings: readonly Belonging[];
  readonly kept: readonly Kept[];
}

/** Looks for everything that a stack's notebooks have made; nothing is changed. */
export async function planCleanUp(parts: StackParts | undefined, signal: AbortSignal): Promise<CleanUpPlan> {
  if (parts === undefined) return { belongings: [], kept: [] };
  const { belongings: ofSageMaker, names } = await sageMakerBelongings(parts.jobRoleArn, signal);
  const images = parts.keepsRepository ? [] : await imageBelongings(parts.repository, signal);
  const files = parts.keepsBucket ? [] : await fileBelongings(parts.bucket, signal);
  const logs = await logBelongings(names, parts.notebookInstance, signal);
  return { belongings: [...ofSageMaker, ...images, ...files, ...logs], kept: keptBy(parts) };
}

function keptBy({ keepsBucket, bucket, keepsRepository, repository }: StackParts): readonly Kept[] {
  const ofBucket = { what: `the bucket ${bucket} with its models`, byHand: `aws s3 rb --force s3://${bucket}` };
  const ofRepository = {
    what: `the repository ${repository} with its images, which others may use`,
    byHand: `aws ecr delete-repository --force --repository-name ${repository}`,
  };
  return [...(keepsBucket ? [ofBucket] : []), ...(keepsRepository ? [ofRepository] : [])];
}

export interface CleanUpListener {
  /** Is told each thing before it is deleted. */
  onStart(what: string): void;
  onProgress(progress: string): void;
  onDeleted(what: string): void;
}

/**
 * Deletes what a plan lists, then the stack. While something is left, the stack stays as well: its outputs say what
 * belongs to it, so that the next try finds the rest. One deletion that fails does not keep the others from being done.
 */
export async function cleanUpStack(
  stack: FoundStack,
  { belongings }: CleanUpPlan,
  signal: AbortSignal,
  { onStart, onProgress, onDeleted }: CleanUpListener,
): Promise<void> {
  const problems: unknown[] = [];
  const kept = new Set<string | undefined>();
  for (const { what, sharedName, remove } of belongings) {
    if (sharedName !== undefined && kept.has(sharedName)) continue;
    signal.throwIfAborted();
    onStart(what);
    try {
      await remove(signal);
      onDeleted(what);
    } catch (error) {
      signal.throwIfAborted();
      problems.push(error);
      kept.add(sharedName);
      // Every further call would wait for minutes, too.
      if (isOutage(error)) break;
    }
  }
  if (problems.length > 0) {
    throw oneErrorFor(
      `Cleaning up is not complete, and the stack ${stack.name} stays until it is:`,
      problems,
      'Then run the same command again.',
    );
  }
  const what = `stack ${stack.name}`;
  onStart(what);
  await deleteStack(stack, signal, onProgress);
  onDeleted(what);
}
