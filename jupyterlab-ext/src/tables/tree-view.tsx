import type { TranslationBundle } from '@jupyterlab/translation';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef } from 'react';
import { useStore } from '../store/use-store';
import { TypeAhead } from '../type-ahead';
import type { TablesModel } from './tables-model';
import { actOfKey } from './tree/keyboard';
import type { Row } from './tree/rows';
import { nameOf } from './tree/tree-node';
import { TreeRow } from './tree-row';

const ROW_PX = 24;

interface Props {
  readonly model: TablesModel;
  readonly trans: TranslationBundle;
  /** Enter on a table or a view. */
  readonly onDefaultAct: () => void;
  /** The mouse went down on a row: the beginning of a drag, perhaps. */
  readonly onGrab: (row: Row, event: MouseEvent, tree: HTMLElement) => void;
}

/** All rows are there for screen readers' counts; only those in view are in the page. */
export function TreeView({ model, trans, onDefaultAct, onGrab }: Props): JSX.Element {
  useStore(model.tree);
  useStore(model.filter);
  const activeKey = useStore(model.active);
  const { rows } = model;
  const active = rows.findIndex(({ key }) => key === activeKey);
  const box = useRef<HTMLDivElement>(null);
  const typeAhead = useRef(new TypeAhead(nameOfRow));
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    // The same function for the same rows, or all of them are measured anew at each drawing.
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    // The active row stays in the page wherever it is: the tree names it to screen readers.
    rangeExtractor: useCallback(
      (range: Range) => {
        const shown = defaultRangeExtractor(range);
        return active < 0 || shown.includes(active) ? shown : [...shown, active].sort((one, other) => one - other);
      },
      [active],
    ),
  });

  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(active, { align: 'auto' });
  }, [active, virtualizer]);

  const go = (index: number) => model.active.set(rows[index]?.key);

  const act = (row: Row) => {
    if (row.type === 'note') model.followNote(row);
    else if (row.type === 'node' && (row.node.kind === 'table' || row.node.kind === 'view')) onDefaultAct();
    else model.toggle(row);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // With Shift, a letter is the same letter, but Enter is a shortcut of JupyterLab's: it must get there.
    if (event.shiftKey && event.key.length > 1) return;
    const does = actOfKey(event.key, rows, active);
    const found = does === undefined ? typeAhead.current.type(event.key, rows, active, event.timeStamp) : undefined;
    if (does === undefined && found === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (found !== undefined) return go(found);
    if (does === undefined) return;
    typeAhead.current.forget();
    if (does.does === 'go') return go(does.to);
    const row = rows[does.at];
    if (row === undefined) return;
    if (does.does === 'act') act(row);
    else if (does.does === 'cancel') model.cancel(row);
    else model.toggle(row);
  };

  /** The context-menu key asks at the tree as a whole: the menu belongs to the active row. */
  const onContextMenu = (event: MouseEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = box.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    event.preventDefault();
    event.stopPropagation();
    if (row == null) return;
    const { left, bottom } = row.getBoundingClientRect();
    const place = { clientX: left + 24, clientY: bottom };
    row.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }));
  };

  return (
    <div
      ref={box}
      role="tree"
      className="tj-tree"
      tabIndex={0}
      aria-label={trans.__('Tables')}
      aria-activedescendant={active < 0 ? undefined : idOf(active)}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      onFocus={(event) => {
        if (event.target === event.currentTarget && active < 0 && rows.length > 0) go(0);
      }}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <TreeRow
              key={key}
              row={row}
              id={idOf(index)}
              isActive={index === active}
              isFavourite={row.type === 'node' && model.tree.isFavourite(row.node.key)}
              trans={trans}
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
              onMouseDown={(event) => {
                model.active.set(row.key);
                if (box.current !== null) onGrab(row, event, box.current);
              }}
              onClick={() => model.toggle(row)}
              onFollowNote={() => model.followNote(row as Extract<Row, { type: 'note' }>)}
              onCancel={() => model.cancel(row)}
            />
          );
        })}
      </div>
    </div>
  );
}

function idOf(index: number): string {
  return `tj-tree-row-${index}`;
}

function nameOfRow(row: Row): string | undefined {
  return row.type === 'node' ? nameOf(row.node) : undefined;
}
