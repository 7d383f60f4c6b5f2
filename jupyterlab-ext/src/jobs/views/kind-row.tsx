import type { TranslationBundle } from '@jupyterlab/translation';
import { kindsWord } from '../job-words';
import type { ListRow } from '../list/job-rows';
import { type RowPlace, TreeRow } from './tree-row';

interface KindRowProps {
  readonly row: Extract<ListRow, { is: 'kind' }>;
  readonly place: RowPlace;
  readonly trans: TranslationBundle;
}

/** The heading of a kind, with the count of what is loaded. */
export function KindRow({ row: { kind, list }, place, trans }: KindRowProps): JSX.Element {
  const count = list.asOf === undefined ? '' : `${list.items.length}${list.next === undefined ? '' : '+'}`;
  return (
    <TreeRow place={place} className="tj-kind-row" aria-level={1} aria-expanded={list.isOpen} aria-selected={false}>
      <span className="tj-caret" aria-hidden="true">
        {list.isOpen ? '▾' : '▸'}
      </span>
      <span className="tj-kind-name">{kindsWord(trans, kind)}</span>
      {list.isOpen && <span className="tj-count">{count}</span>}
    </TreeRow>
  );
}
