import type { Look } from '../look';
import type { PlainColumn } from './plain-column';
import type { ColumnProfile, WordCount } from './profile-column';
import type { KeptCounts, OrderedRows } from './row-engine';

/** What can be asked of the engines of all tables, here or in a thread. */
export type EngineCalls = {
  open(table: number, rowCount: number, latest: Int32Array): void;
  put(table: number, position: number, column: PlainColumn): void;
  profile(table: number, position: number): ColumnProfile;
  /** Undefined where a newer look has come meanwhile. */
  look(table: number, look: Look, number: number, textColumns: readonly number[]): OrderedRows | undefined;
  keptCounts(table: number, position: number): KeptCounts | undefined;
  words(table: number, position: number, containing: string, most: number): readonly WordCount[];
  close(table: number): void;
};

export const CALL_NAMES = [
  'open',
  'put',
  'profile',
  'look',
  'keptCounts',
  'words',
  'close',
] as const satisfies readonly (keyof EngineCalls)[];
