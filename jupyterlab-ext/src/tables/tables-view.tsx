import type { TranslationBundle } from '@jupyterlab/translation';
import type { MouseEvent } from 'react';
import { useStore } from '../store/use-store';
import { BranchTime } from './branch-time';
import type { TablesModel } from './tables-model';
import type { Row } from './tree/rows';
import { TreeView } from './tree-view';

interface Props {
  readonly model: TablesModel;
  readonly trans: TranslationBundle;
  readonly onDefaultAct: () => void;
  readonly onGrab: (row: Row, event: MouseEvent, tree: HTMLElement) => void;
}

export function TablesView({ model, trans, onDefaultAct, onGrab }: Props): JSX.Element {
  const filter = useStore(model.filter);
  useStore(model.tree);
  const isSearched = filter.trim() !== '' && model.tree.state.search?.text !== filter.trim();
  return (
    <div className="tj-tables">
      <form
        className="tj-filter"
        onSubmit={(event) => {
          event.preventDefault();
          void model.tree.search(filter);
        }}
      >
        <input
          type="search"
          className="tj-field tj-filter-field"
          placeholder={trans.__('Filter tables')}
          aria-label={trans.__('Filter tables')}
          value={filter}
          onChange={(event) => {
            model.filter.set(event.target.value);
            if (event.target.value === '') void model.tree.search('');
          }}
        />
        {isSearched && (
          <button type="submit" className="tj-button">
            {trans.__('Search the server')}
          </button>
        )}
      </form>
      {model.rows.length === 0 && <p className="tj-note">{trans.__('Nothing that is loaded fits.')}</p>}
      <TreeView model={model} trans={trans} onDefaultAct={onDefaultAct} onGrab={onGrab} />
      <BranchTime model={model} trans={trans} />
    </div>
  );
}
