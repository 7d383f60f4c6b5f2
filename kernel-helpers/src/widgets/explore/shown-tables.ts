import { kernelBridge } from '../../cell/kernel-bridge';
import { SHOW_ITSELF } from '../../render/self-display';
import type { Table } from '../../table/columnar-table';
import { createExploration, type TableExploration } from './create-exploration';

/** Each keeps its table in memory. */
const MOST_SHOWN = 20;

interface Shown {
  readonly cellId: string | undefined;
  /** Another one for each run of a cell. */
  readonly run: AbortSignal | undefined;
  readonly exploration: TableExploration;
}

const shown: Shown[] = [];

/**
 * Shows a table that no variable holds as an exploration. It is closed when its cell runs again and shows another one,
 * and when twenty newer ones are shown: then its output is the table as it is saved, and its memory is free.
 */
export function showTable(table: Table): void {
  const { cellId, signal: run } = kernelBridge() ?? {};
  const old = shown.filter((other) => cellId !== undefined && other.cellId === cellId && other.run !== run);
  for (const other of old) end(other);
  const exploration = createExploration(table);
  shown.push({ cellId, run, exploration });
  for (const other of shown.slice(0, Math.max(0, shown.length - MOST_SHOWN))) end(other);
  exploration[SHOW_ITSELF]();
}

function end(ended: Shown): void {
  shown.splice(shown.indexOf(ended), 1);
  ended.exploration.close();
}
