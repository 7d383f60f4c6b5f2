import { isOutage, outlastOutage } from '../../aws/outlast-outage';
import { oneErrorFor } from '../../errors';
import { INSPECT } from '../../mime';
import { tellInterrupt } from '../../tell-interrupt';
import { deleteEndpointConfig, deleteModel } from '../endpoint/endpoint-api';
import { removeEndpoint } from '../endpoint/remove-endpoint';
import { stopAndWait } from '../job/stop-and-wait';
import { currentMaker } from '../maker/maker';
import { CleanUpReport } from './clean-up-report';
import { findResources, type Resource } from './find-resources';

export interface CleanUpScope {
  /** Also stops training jobs of this project that still run. */
  readonly stopJobs: boolean;
  /** Also deletes what other people made with these helpers in this account and region. */
  readonly others: boolean;
}

/** What happens during a clean-up. */
export type CleanUpEvent =
  /** All that is there of this project, before anything is deleted. */
  | { readonly type: 'found'; readonly resources: readonly Resource[] }
  | { readonly type: 'deleted'; readonly resource: Resource }
  /** Comes at once when the signal fires; `wanted` is undefined before everything has been listed. */
  | { readonly type: 'interrupted'; readonly deleted: readonly Resource[]; readonly wanted?: readonly Resource[] };

/**
 * Lists what these helpers made in this account and region, deletes what is yours (and the rest of the scope), and looks
 * again to be sure. One deletion that fails does not keep the others from being done: the error at the end names all
 * that failed, and what is left. Calling it twice is fine.
 */
export async function cleanUpAccount(
  { stopJobs, others }: CleanUpScope,
  signal: AbortSignal,
  onEvent: (event: CleanUpEvent) => void = () => undefined,
): Promise<CleanUpReport> {
  let wanted: readonly Resource[] | undefined;
  const deleted: Resource[] = [];
  return await tellInterrupt(
    signal,
    () => onEvent({ type: 'interrupted', deleted, wanted }),
    async () => {
      const maker = await currentMaker(signal);
      const found = await findResources(maker, signal);
      onEvent({ type: 'found', resources: found.resources });
      wanted = found.resources.filter(
        ({ kind, owner }) =>
          (owner === 'yours' || (others && owner === 'others')) && (stopJobs || kind !== 'training job'),
      );
      const onDeleted = (resource: Resource): void => {
        deleted.push(resource);
        onEvent({ type: 'deleted', resource });
      };
      const problems = await removeAll(wanted, onDeleted, signal);
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
async function removeAll(
  wanted: readonly Resource[],
  onDeleted: (resource: Resource) => void,
  signal: AbortSignal,
): Promise<unknown[]> {
  const problems: unknown[] = [];
  const kept = new Set<string>();
  for (const resource of wanted) {
    // A running endpoint needs the configuration and the model of its name.
    if (kept.has(resource.name)) continue;
    signal.throwIfAborted();
    try {
      await remove(resource, signal);
      onDeleted(resource);
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
