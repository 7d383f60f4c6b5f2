import type { Look } from '../look';
import type { PlainColumn } from './plain-column';
import type { ColumnProfile, WordCount } from './profile-column';
import type { BegunLook, KeptCounts } from './row-engine';
import type { OrderedRows } from './rows-of-look';

/** What can be asked of the engines of all tables, here or in a thread. */
export type EngineCalls = {
  /** @param urgent counts what is more urgent than profiles: it ends those under way. */
  open(table: number, rowCount: number, latest: Int32Array, urgent: Int32Array): void;
  put(table: number, position: number, column: PlainColumn): void;
  /** Undefined where something urgent has come meanwhile. */
  profile(table: number, position: number): ColumnProfile | undefined;
  /** Undefined where a newer look has come meanwhile. */
  look(table: number, look: Look, number: number, textColumns: readonly number[]): BegunLook | undefined;
  finishLook(table: number, number: number): OrderedRows | undefined;
  keptCounts(table: number, position: number): KeptCounts | undefined;
  words(table: number, position: number, containing: string, most: number): readonly WordCount[];
  close(table: number): void;
};

export const CALL_NAMES = [
  'open',
  'put',
  'profile',
  'look',
  'finishLook',
  'keptCounts',
  'words',
  'close',
] as const satisfies readonly (keyof EngineCalls)[];
