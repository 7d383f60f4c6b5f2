import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../../store/use-store';
import { TypeAhead } from '../../type-ahead';
import { keyOf } from '../job-key';
import { isRunning } from '../job-state';
import type { JobsParts } from '../jobs-parts';
import { type ListRow, nearestRow, rowsOf } from '../list/job-rows';
import { actOfKey } from '../list/tree-keys';
import { JobRow } from './job-row';
import { KindRow } from './kind-row';
import { NoteRow } from './note-row';
import { ROW_HEIGHT, type RowPlace } from './tree-row';
import { useNow } from './use-now';

/** All kinds and their jobs as a tree of two levels, of which only the rows in view are in the page. */
export function JobList({ parts }: { readonly parts: JobsParts }): JSX.Element {
  const { lists, trans } = parts;
  const state = useStore(lists);
  const facts = useStore(parts.facts);
  const { marked } = useStore(parts.selected);
  const isVisible = useStore(parts.visible);
  const wantsFocus = useStore(parts.wantsFocus);
  const rows = useMemo(() => rowsOf(state), [state]);
  const scroller = useRef<HTMLDivElement>(null);
  const typeAhead = useRef(new TypeAhead(nameOfRow));
  const [active, setActive] = useState<{ readonly key?: string; readonly at: number }>({ at: 0 });
  const activeIndex = nearestRow(rows, active.key, active.at);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    getItemKey: (index) => rows[index]?.key ?? index,
    // The row with the focus stays in the page wherever the list is scrolled to.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      return activeIndex < 0 || range.includes(activeIndex) ? range : [...range, activeIndex].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();
  const inView = items.flatMap(({ index }) => {
    const row = rows[index];
    return row?.is === 'job' ? [row.job] : [];
  });
  const hasRunning = inView.some(({ status }) => isRunning(status));
  const asOf = Object.values(state.lists).reduce((latest, list) => Math.max(latest, Number(list.asOf ?? 0)), 0);
  const now = useNow(isVisible && hasRunning, asOf);
  const wanted = inView.map((job) => `${keyOf(job)} ${job.serviceStatus}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: these texts say when other rows, or newer ones, are in view.
  useEffect(() => {
    // What a row lacks then is asked for with the next look.
    if (isVisible && inView.length > 0) parts.facts.want(inView).catch(() => undefined);
  }, [wanted, asOf, isVisible, parts.facts]);

  // After every drawing: a list that was just opened draws its rows later.
  useEffect(() => {
    const row = wantsFocus ? scroller.current?.querySelector<HTMLElement>('[tabindex="0"]') : undefined;
    if (row == null) return;
    parts.wantsFocus.set(false);
    row.focus();
  });

  const moveTo = (index: number): void => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[at];
    if (row === undefined) return;
    setActive({ key: row.key, at });
    if (row.is === 'job') parts.selected.touch(row.job);
    virtual.scrollToIndex(at);
    // The row may come into the page only with the next drawing.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus());
  };
  const openRow = (row: ListRow): void => {
    if (row.is === 'kind') void lists.toggle(row.kind);
    else if (row.is === 'job') parts.run('tables-and-jobs:open-job', row.job);
    else if (row.note === 'more') void lists.loadMore(row.kind);
    else if (row.note === 'error') void lists.refreshOne(row.kind);
    else lists.cancel(row.kind);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[activeIndex];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 1);
    const act = actOfKey(event.key, rows, activeIndex, pageSize);
    const found = act === undefined ? typeAhead.current.type(event.key, rows, activeIndex, event.timeStamp) : undefined;
    if (act === undefined && found === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (found !== undefined) moveTo(found);
    if (act === undefined) return;
    typeAhead.current.forget();
    if (act.is === 'move') moveTo(act.to);
    else if (act.is === 'open') openRow(row);
    else if (row.is === 'job') parts.selected.mark(row.job);
  };
  const rowAt = (event: MouseEvent): ListRow | undefined => {
    const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    return place === null ? undefined : rows[Number(place.dataset.index)];
  };
  const onClick = (event: MouseEvent): void => {
    const row = rowAt(event);
    if (row === undefined) return;
    const isMark = event.ctrlKey || event.metaKey || event.shiftKey;
    if (isMark && row.is === 'job' && row.kind === 'training') parts.selected.mark(row.job);
    else openRow(row);
  };

  return (
    <div className="tj-jobs-scroller" ref={scroller}>
      <div
        role="tree"
        aria-label={trans.__('Jobs')}
        aria-multiselectable="true"
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={(event) => {
          const row = rowAt(event);
          if (row?.is === 'job') parts.selected.touch(row.job);
        }}
      >
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const place: RowPlace = {
            index,
            startPx: start,
            isActive: index === activeIndex,
            onFocus: () => {
              setActive({ key: row.key, at: index });
              if (row.is === 'job') parts.selected.touch(row.job);
            },
            measure: virtual.measureElement,
          };
          if (row.is === 'kind') return <KindRow key={key} row={row} place={place} trans={trans} />;
          if (row.is === 'note') {
            return <NoteRow key={key} row={row} place={place} isFiltered={state.nameContains !== ''} trans={trans} />;
          }
          const known = facts.get(row.key) ?? row.job.facts;
          const isMarked = marked.some((job) => keyOf(job) === row.key);
          return <JobRow key={key} row={row} place={place} facts={known} now={now} isMarked={isMarked} parts={parts} />;
        })}
      </div>
    </div>
  );
}

function nameOfRow(row: ListRow): string | undefined {
  return row.is === 'job' ? row.job.name : undefined;
}
