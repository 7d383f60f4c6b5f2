import type { TranslationBundle } from '@jupyterlab/translation';
import { kindsWord } from '../job-words';
import type { JobRow } from '../list/job-rows';

interface KindRowProps {
  readonly row: Extract<JobRow, { is: 'kind' }>;
  readonly trans: TranslationBundle;
}

/** The heading of a kind, with the count of what is loaded. */
export function KindRow({ row: { kind, list }, trans }: KindRowProps): JSX.Element {
  const count = list.asOf === undefined ? '' : `${list.items.length}${list.next === undefined ? '' : '+'}`;
  return (
    <>
      <span className="tj-caret" aria-hidden="true">
        {list.isOpen ? '▾' : '▸'}
      </span>
      <span className="tj-kind-name">{kindsWord(trans, kind)}</span>
      {list.isOpen && <span className="tj-count">{count}</span>}
    </>
  );
}
