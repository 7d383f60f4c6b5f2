import { isPlatformError } from 'kernel-helpers/errors';
import type { ResultManifest } from 'kernel-helpers/snowflake/result/manifest';
import { packedBytes, rowSources } from 'kernel-helpers/snowflake/result/row-sources';
import type { ManifestMessage } from './manifest-message';
import type { SelectedTable } from './select-table';

/** What all hosts were told about the result of one query, and of the one for the validation table. */
export type ToldResult = ManifestMessage & { readonly validation?: ResultManifest };

/**
 * The results that the hosts of a job have read. Hosts that meet again after a loss read the same ones, as long as their
 * links work: that wakes no warehouse, and the rows are those of before. Every host keeps them, because any may lead later.
 */
export class ToldResults {
  /** By the call of `share` in the script, counted from 1. */
  readonly #results = new Map<number, ToldResult>();

  keep(call: number, result: ToldResult): void {
    this.#results.set(call, result);
  }

  /** The result that this call of `share` has read before; undefined where a new query is needed. */
  async find(call: number, signal: AbortSignal): Promise<SelectedTable | undefined> {
    const told = this.#results.get(call);
    if (told === undefined) return undefined;
    const manifests = told.validation === undefined ? [told.manifest] : [told.manifest, told.validation];
    const areReadable = await Promise.all(manifests.map((manifest) => isReadable(manifest, signal)));
    return areReadable.every(Boolean) ? { ...told, close: () => Promise.resolve() } : undefined;
  }
}

/** Links of one result end at the same time, so one of them says it for all. */
async function isReadable(manifest: ResultManifest, signal: AbortSignal): Promise<boolean> {
  try {
    // The first rows come with the answer itself.
    const [last] = rowSources(manifest, manifest.rowCount - 1, manifest.rowCount);
    for await (const _ of packedBytes(last, signal)) break;
    return true;
  } catch (error) {
    if (isPlatformError(error)) return false;
    throw error;
  }
}
