import { isOutage, outlastOutage } from '../../aws/outlast-outage';
import { currentSignal } from '../../cell/kernel-bridge';
import { tellInterrupt } from '../../cell/tell-interrupt';
import { say } from '../../display/say';
import { show } from '../../display/show';
import { oneErrorFor } from '../../errors';
import { INSPECT } from '../../mime';
import { checkOptionNames } from '../../option-names';
import { deleteEndpointConfig, deleteModel } from '../endpoint/endpoint-api';
import { removeEndpoint } from '../endpoint/remove-endpoint';
import { stopAndWait } from '../job/stop-and-wait';
import { currentMaker } from '../maker/maker';
import { CleanUpReport, foundRows, interruptedCleanUp } from './clean-up-report';
import { findResources, type Resource } from './find-resources';

export interface CleanUpOptions {
  /** Also stops training jobs of this project that still run. @default false */
  readonly stopJobs?: boolean;
  /** Also deletes what other people made with these helpers in this account and region. @default false */
  readonly others?: boolean;
  /** Stops after the deletion that is under way, and shows what is left. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Lists the endpoints, endpoint configurations, models and running jobs that these helpers made in this account and
 * region, then deletes those that you made, in any notebook, and looks again to be sure. Each carries a tag `made-by`
 * that names its maker: the IAM user, or the role and the session; where no person chose the session's name (notebook
 * instances, Studio, EC2), the role and the place. People who share all of these are one maker.
 * Images, files in S3, logs and the secret stay. One deletion that fails does not keep the others from being done: the
 * error at the end names all that failed, and what is left. Calling it twice is fine.
 */
export async function cleanUp(options: CleanUpOptions = {}): Promise<CleanUpReport> {
  checkOptionNames('cleanUp()', options, { stopJobs: true, others: true, signal: true });
  const { stopJobs = false, others = false, signal = currentSignal() } = options;
  let wanted: readonly Resource[] | undefined;
  const deleted: Resource[] = [];
  return await tellInterrupt(
    signal,
    () => say(interruptedCleanUp(deleted, wanted)),
    async () => {
      const maker = await currentMaker(signal);
      const found = await findResources(maker, signal);
      if (found.resources.length > 0) show(foundRows(found.resources));
      wanted = found.resources.filter(
        ({ kind, owner }) =>
          (owner === 'yours' || (others && owner === 'others')) && (stopJobs || kind !== 'training job'),
      );
      const problems = await removeAll(wanted, deleted, signal);
      const left = await findResources(maker, signal);
      const report = new CleanUpReport(deleted, left.resources);
      // Problems with looking come up in both lists; oneErrorFor says each once.
      const all = [...problems, ...found.problems, ...left.problems];
      if (all.length === 0) return report;
      throw oneErrorFor('Cleaning up is not complete:', all, report[INSPECT]());
    },
  );
}

/** Deletes what it can, and gives back what went wrong. */
async function removeAll(wanted: readonly Resource[], deleted: Resource[], signal: AbortSignal): Promise<unknown[]> {
  const problems: unknown[] = [];
  const kept = new Set<string>();
  for (const resource of wanted) {
    // A running endpoint needs the configuration and the model of its name.
    if (kept.has(resource.name)) continue;
    signal.throwIfAborted();
    try {
      await remove(resource, signal);
      deleted.push(resource);
    } catch (error) {
      signal.throwIfAborted();
      problems.push(error);
      // Every further call would wait for minutes, too.
      if (isOutage(error)) return problems;
      if (resource.kind === 'endpoint') kept.add(resource.name);
    }
  }
  return problems;
}

async function remove({ kind, name }: Resource, signal: AbortSignal): Promise<void> {
  switch (kind) {
    case 'training job':
      return stopAndWait(name, signal);
    case 'endpoint':
      return removeEndpoint(name, signal);
    case 'endpoint configuration':
      return outlastOutage(() => deleteEndpointConfig(name), signal);
    case 'model':
      return outlastOutage(() => deleteModel(name), signal);
  }
}
