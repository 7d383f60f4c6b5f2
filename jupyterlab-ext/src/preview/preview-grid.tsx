import type { TranslationBundle } from '@jupyterlab/translation';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Preview, SortOrder } from 'kernel-helpers/sidebar-contract/index';
import { useRef } from 'react';

const ROW_HEIGHT = 24;

interface Props {
  /** Of the table, for screen readers. */
  readonly name: string;
  readonly preview: Preview;
  readonly sort: SortOrder | undefined;
  readonly isBusy: boolean;
  readonly onSort: (sort: SortOrder) => void;
  readonly trans: TranslationBundle;
}

/** The rows as a table of HTML, of which only those in view are in the page. The arrow keys scroll it. */
export function PreviewGrid({ name, preview, sort, isBusy, onSort, trans }: Props): JSX.Element {
  const { columns, rows } = preview;
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section ref={scroller} className="tj-grid tj-user-data" tabIndex={0} aria-label={trans.__('Rows of %1', name)}>
      <table aria-rowcount={rows.length + 1} aria-busy={isBusy}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const current = sort?.column === column.name ? sort : undefined;
              return (
                <th key={column.name} scope="col" aria-sort={ariaSort(current)}>
                  <button
                    type="button"
                    className="tj-grid-sort"
                    title={trans.__('Sort by %1 in Snowflake', column.name)}
                    onClick={() => onSort({ column: column.name, descending: current?.descending === false })}
                  >
                    <span className="tj-grid-name">{column.name}</span>
                    <span aria-hidden="true">{arrow(current)}</span>
                    <span className="tj-grid-type">{column.type}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          <Space height={above} columns={columns.length} />
          {shown.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2} style={{ height: ROW_HEIGHT }}>
              {columns.map((column, at) => (
                <Cell key={column.name} value={rows[index]?.[at] ?? null} isNumeric={column.isNumeric} trans={trans} />
              ))}
            </tr>
          ))}
          <Space height={below} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands in the place of rows that are not in the page. */
function Space({ height, columns }: { readonly height: number; readonly columns: number }): JSX.Element | null {
  if (height <= 0) return null;
  return (
    <tr style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}

interface CellProps {
  readonly value: string | null;
  readonly isNumeric: boolean;
  readonly trans: TranslationBundle;
}

function Cell({ value, isNumeric, trans }: CellProps): JSX.Element {
  if (value === null) {
    return (
      <td className="tj-null">
        <em>null</em>
        <span className="tj-only-heard"> ({trans.__('no value')})</span>
      </td>
    );
  }
  return (
    <td className={isNumeric ? 'tj-number' : undefined} title={value.length > 30 ? value : undefined}>
      {value}
    </td>
  );
}

function ariaSort(sort: SortOrder | undefined): 'ascending' | 'descending' | 'none' {
  if (sort === undefined) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function arrow(sort: SortOrder | undefined): string {
  if (sort === undefined) return '';
  return sort.descending ? '▼' : '▲';
}
