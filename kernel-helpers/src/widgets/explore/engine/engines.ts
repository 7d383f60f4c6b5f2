import { InternalError } from '../../../errors';
import type { EngineCalls } from './engine-calls';
import { Outdated, RowEngine } from './row-engine';

/** The engines of several tables. */
export function createEngines(): EngineCalls {
  const engines = new Map<number, RowEngine>();
  const engineOf = (table: number): RowEngine => {
    const engine = engines.get(table);
    if (engine === undefined) throw new InternalError(`Table ${table} is not open.`);
    return engine;
  };
  return {
    open: (table, rowCount, latest) => void engines.set(table, new RowEngine(rowCount, latest)),
    put: (table, position, column) => engineOf(table).put(position, column),
    profile: (table, position) => engineOf(table).profile(position),
    look: (table, look, number, textColumns) => unlessOutdated(() => engineOf(table).look(look, number, textColumns)),
    keptCounts: (table, position) => engineOf(table).keptCounts(position),
    words: (table, position, containing, most) => engineOf(table).words(position, containing, most),
    close: (table) => void engines.delete(table),
  };
}

function unlessOutdated<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Outdated) return undefined;
    throw error;
  }
}
