import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { planColumns } from './column-plan';
import { JoinedColumns } from './joined-columns';
import type { ResultManifest } from './manifest';
import { emptyColumns, ownMemory, sharedMemory } from './piece-column';
import { type ReadPiecesOptions, readPieces } from './read-pieces';

export interface ReadColumnsOptions
  extends Pick<
    ReadPiecesOptions,
    'from' | 'to' | 'signal' | 'refreshManifest' | 'plans' | 'silenceSeconds' | 'onProgress'
  > {
  /** Does busy work that no interrupt may cut short. @default work is done as it is */
  readonly protect?: Surroundings['protect'];
}

/**
 * Reads rows `from` to `to` of a result straight into typed columns; those of a result in chunks lie in shared memory.
 * Only the chunks that hold such rows are downloaded, and no Snowflake session is needed while their links are valid.
 */
export async function readColumns(
  manifest: ResultManifest,
  { protect = async (work) => work(), ...options }: ReadColumnsOptions = {},
): Promise<readonly Column[]> {
  const { from = 0, to = manifest.rowCount, plans = planColumns(manifest.columns, manifest.timeZone) } = options;
  const allocate = manifest.chunks.length > 0 ? sharedMemory : ownMemory;
  const into = emptyColumns(plans, to - from, allocate);
  const joined = new JoinedColumns(into);
  for await (const piece of readPieces(manifest, { ...options, plans, into, inAnyOrder: true })) {
    await protect(() => joined.addInPlace(piece));
  }
  return joined.finish();
}
