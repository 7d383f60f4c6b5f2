import type { TranslationBundle } from '@jupyterlab/translation';
import { useStore } from '../../../store/use-store';
import type { LogStore } from '../../log/log-store';
import type { TimeText } from '../../time-text';

interface LogBarProps {
  readonly lines: LogStore;
  readonly trans: TranslationBundle;
  readonly times: TimeText;
  readonly isLive: boolean;
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
  readonly onJumpToError: () => void;
}

/** Filters of the log, its pause, and how much of it is shown. */
export function LogBar(props: LogBarProps): JSX.Element {
  const { lines, trans, isLive, isFollowing, onFollow, onJumpToError } = props;
  const { text, host, hosts } = useStore(lines);
  return (
    <div className="tj-log-bar">
      <input
        type="search"
        className="tj-field"
        placeholder={trans.__('Filter lines')}
        aria-label={trans.__('Filter lines')}
        value={text}
        onChange={(event) => lines.filter({ text: event.target.value, host })}
      />
      {hosts.length > 1 && (
        <select
          className="tj-field"
          aria-label={trans.__('Host')}
          value={host ?? ''}
          onChange={(event) => lines.filter({ text, host: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">{trans.__('All hosts')}</option>
          {hosts.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <button type="button" className="tj-button" aria-pressed={isFollowing} onClick={() => onFollow(!isFollowing)}>
        {trans.__('Follow')}
      </button>
      <button type="button" className="tj-button" onClick={onJumpToError}>
        {trans.__('First error')}
      </button>
      <span className="tj-log-count">
        <LineCount {...props} />
        {isLive && <> · {trans.__('live')}</>}
      </span>
    </div>
  );
}

function LineCount({ lines, trans, times }: LogBarProps): JSX.Element {
  const { count, total, leftOut } = useStore(lines);
  const shown =
    count === total
      ? trans._n('%2 line', '%2 lines', total, times.number(total))
      : trans.__('%1 of %2 lines', times.number(count), times.number(total));
  return (
    <>
      {shown}
      {leftOut > 0 &&
        ` · ${trans._n('%2 earlier line left out', '%2 earlier lines left out', leftOut, times.number(leftOut))}`}
    </>
  );
}
