import { useVirtualizer } from '@tanstack/react-virtual';
import { type UIEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ErrorNote } from '../../../notes/error-note';
import { useStore } from '../../../store/use-store';
import type { DetailParts } from '../detail-parts';
import type { JobDetailStore } from '../job-detail-store';
import { LogBar } from './log-bar';

const LINE_HEIGHT = 18;

/** The lines of all hosts, of which only those in view are in the page. It follows the end until somebody scrolls up. */
export function LogView({
  store,
  parts,
}: {
  readonly store: JobDetailStore;
  readonly parts: DetailParts;
}): JSX.Element {
  const { trans, times } = parts;
  const { lines } = store;
  const { log, logError, logNotice, lostBatches } = useStore(store);
  const { count, leftOut, hosts, version } = useStore(lines);
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const topNumber = useRef(1);
  const [isFollowing, setFollowing] = useState(true);
  const [errorPlace, setErrorPlace] = useState<number>();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that there are new lines.
  useLayoutEffect(() => {
    if (isFollowing) virtual.scrollToIndex(count - 1, { align: 'end' });
  }, [isFollowing, count, version, virtual]);

  // Lines that are left out at the beginning move all others: the reader stays at the same line.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only lines that are left out move others.
  useLayoutEffect(() => {
    if (!isFollowing && scroller.current !== null)
      scroller.current.scrollTop = lines.placeOf(topNumber.current) * LINE_HEIGHT;
  }, [leftOut]);

  useEffect(() => setErrorPlace((place) => (place !== undefined && place >= count ? undefined : place)), [count]);

  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLDivElement>): void => {
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - LINE_HEIGHT;
    if (scrollTop < lastTop.current && !isAtEnd) setFollowing(false);
    lastTop.current = scrollTop;
    topNumber.current = lines.lineAt(Math.round(scrollTop / LINE_HEIGHT))?.number ?? 1;
  };
  const jumpToError = (): void => {
    const place = lines.firstError();
    setErrorPlace(place ?? -1);
    if (place === undefined) return;
    setFollowing(false);
    virtual.scrollToIndex(place, { align: 'center' });
  };

  return (
    <div className="tj-log">
      <LogBar
        lines={lines}
        trans={trans}
        times={times}
        isLive={log === 'live'}
        isFollowing={isFollowing}
        onFollow={setFollowing}
        onJumpToError={jumpToError}
      />
      {errorPlace === -1 && (
        <p className="tj-note" role="status">
          {trans.__('No line shown here looks like an error.')}
        </p>
      )}
      {logNotice !== undefined && <p className="tj-note">{logNotice}</p>}
      {lostBatches > 0 && <p className="tj-note">{trans.__('Some lines were lost on the way. Open the tab again.')}</p>}
      {logError !== undefined && (
        <ErrorNote
          error={logError}
          trans={trans}
          onRetry={() => void store.follow()}
          onDoctor={() => parts.run('tables-and-jobs:run-doctor')}
        />
      )}
      {count === 0 && log === 'complete' && <p className="tj-note">{trans.__('There are no lines.')}</p>}
      <div
        className="tj-log-lines"
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={trans.__('Log')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
        tabIndex={0}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines.lineAt(index);
            if (line === undefined) return null;
            const isError = lines.isErrorLine(line.text);
            return (
              <div
                key={index}
                className={`tj-log-line${isError ? ' tj-log-error' : ''}${index === errorPlace ? ' tj-log-found' : ''}`}
                style={{ transform: `translateY(${start}px)` }}
                title={times.moment(line.at)}
              >
                <span className="tj-log-number">{line.number}</span>
                {hosts.length > 1 && <span className="tj-log-host">{line.host}</span>}
                <span className="tj-log-text">{line.text}</span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
