import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Preview, SortOrder } from 'kernel-helpers/sidebar-contract/index';
import { useState } from 'react';
import { useStore } from '../store/use-store';
import { WarehouseGate } from '../warehouse-run/warehouse-gate';
import type { WarehouseRun } from '../warehouse-run/warehouse-run';
import { csvOf } from './csv';
import { PreviewGrid } from './preview-grid';

/** Rows that are asked for. */
export const PREVIEW_ROWS = 500;

interface Props {
  readonly path: readonly string[];
  readonly run: WarehouseRun<'preview'>;
  readonly trans: TranslationBundle;
  readonly onDoctor: () => void;
}

/** The first rows of a table: before they are read it says what that costs. */
export function PreviewView({ path, run, trans, onDoctor }: Props): JSX.Element {
  const state = useStore(run.state);
  const [sort, setSort] = useState<SortOrder>();
  const { result, isRunning } = state;
  const name = path.join('.');
  const sortBy = (order: SortOrder): void => {
    setSort(order);
    void run.run({ path: [...path], limit: PREVIEW_ROWS, sort: order });
  };
  return (
    <div className="tj-view">
      <h1 className="tj-view-title">{name}</h1>
      <WarehouseGate run={run} state={state} label={trans.__('Preview')} trans={trans} onDoctor={onDoctor} />
      {result !== undefined && (
        <>
          <PreviewBar preview={result} trans={trans} />
          <PreviewGrid name={name} preview={result} sort={sort} isBusy={isRunning} onSort={sortBy} trans={trans} />
        </>
      )}
    </div>
  );
}

function PreviewBar({ preview, trans }: { readonly preview: Preview; readonly trans: TranslationBundle }): JSX.Element {
  const [copied, setCopied] = useState<Preview>();
  const { rows, isCut, seconds } = preview;
  const copy = (): void => {
    Clipboard.copyToSystem(csvOf(preview));
    setCopied(preview);
  };
  return (
    <div className="tj-view-bar">
      <span>
        {rows.length === 0
          ? trans.__('This table has no rows.')
          : trans._n(
              'The first row, read in %2 s.',
              'The first %1 rows, read in %2 s.',
              rows.length,
              seconds.toFixed(1),
            )}
        {isCut && ` ${trans.__('Long values are cut.')}`}
      </span>
      <button type="button" className="tj-button" onClick={copy}>
        {trans.__('Copy as CSV')}
      </button>
      <span role="status">{copied === preview ? trans.__('Copied.') : ''}</span>
    </div>
  );
}
