import { InternalError } from '../../../errors';
import type { EngineCalls } from './engine-calls';
import { endUnless, unlessOutdated } from './outdated';
import { RowEngine } from './row-engine';

/** The engines of several tables. */
export function createEngines(): EngineCalls {
  const engines = new Map<number, { readonly engine: RowEngine; readonly urgent: Int32Array }>();
  const opened = (table: number) => {
    const known = engines.get(table);
    if (known === undefined) throw new InternalError(`Table ${table} is not open.`);
    return known;
  };
  const engineOf = (table: number) => opened(table).engine;
  return {
    open: (table, rowCount, latest, urgent) =>
      void engines.set(table, { engine: new RowEngine(rowCount, latest), urgent }),
    put: (table, position, column) => engineOf(table).put(position, column),
    profile: (table, position) => {
      const { engine, urgent } = opened(table);
      const before = Atomics.load(urgent, 0);
      return unlessOutdated(() => engine.profile(position, () => endUnless(Atomics.load(urgent, 0) === before)));
    },
    look: (table, look, number, textColumns) => engineOf(table).look(look, number, textColumns),
    finishLook: (table, number) => engineOf(table).finishLook(number),
    keptCounts: (table, position) => engineOf(table).keptCounts(position),
    words: (table, position, containing, most) => engineOf(table).words(position, containing, most),
    close: (table) => void engines.delete(table),
  };
}
