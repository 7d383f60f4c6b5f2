import { kernelBridge } from '../../cell/kernel-bridge';
import { MOST_ROWS_SHOWN_WHOLE } from '../../render/table-view';
import { Table } from '../../table/columnar-table';
import { loadWidgets } from '../load-widgets';

/** A long table is interactive in front of a person. A short one is seen whole as it is. */
export function interactiveTable(table: object): (() => void) | undefined {
  if (!(table instanceof Table) || table.rowCount <= MOST_ROWS_SHOWN_WHOLE || kernelBridge()?.audience !== 'person')
    return undefined;
  return () => loadWidgets.exploration().showTable(table);
}
