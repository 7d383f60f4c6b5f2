import type { TranslationBundle } from '@jupyterlab/translation';
import { useStore } from '../store/use-store';
import { branchOf, type TablesModel } from './tables-model';
import { listingOf } from './tree/branch';
import { keyOf } from './tree/tree-node';

/** From when the list is that the active row belongs to, and a button to read it again. */
export function BranchTime({
  model,
  trans,
}: {
  readonly model: TablesModel;
  readonly trans: TranslationBundle;
}): JSX.Element | null {
  useStore(model.tree);
  useStore(model.active);
  const row = model.activeRow;
  const path = row === undefined || row.type === 'group' ? [] : branchOf(row);
  // A closed node has no list of its own yet: then the one that it is in counts.
  const inside = model.tree.branch(keyOf(path));
  const shown = inside.is === 'unknown' ? path.slice(0, -1) : path;
  const branch = model.tree.branch(keyOf(shown));
  const listing = listingOf(branch);
  if (listing === undefined) return null;
  const name = shown.at(-1) ?? trans.__('Databases');
  const time = listing.asOf.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return (
    <p className="tj-time">
      <span className="tj-detail">{trans.__('%1: as of %2', name, time)}</span>
      {branch.is === 'loading' ? (
        <button type="button" className="tj-row-button" onClick={() => model.tree.cancel(shown)}>
          {trans.__('Cancel')}
        </button>
      ) : (
        <button type="button" className="tj-row-button" onClick={() => void model.tree.refresh(shown)}>
          {trans.__('Refresh')}
        </button>
      )}
    </p>
  );
}
