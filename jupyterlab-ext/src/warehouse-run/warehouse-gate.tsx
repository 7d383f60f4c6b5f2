import type { TranslationBundle } from '@jupyterlab/translation';
import type { WarehouseUse } from 'kernel-helpers/sidebar-contract/index';
import { ErrorNote } from '../notes/error-note';
import type { RunName, RunState, WarehouseRun } from './warehouse-run';

interface Props<Name extends RunName> {
  readonly run: WarehouseRun<Name>;
  readonly state: RunState<Name>;
  /** What the button says. */
  readonly label: string;
  readonly trans: TranslationBundle;
  readonly onDoctor: () => void;
}

/** What a run will use, the button that starts it, and the one that cancels it. Nothing once there is a result. */
export function WarehouseGate<Name extends RunName>(props: Props<Name>): JSX.Element | null {
  const { run, state, label, trans, onDoctor } = props;
  const { use, isRunning, result, error } = state;
  if (error !== undefined)
    return <ErrorNote error={error} trans={trans} onRetry={() => void run.look()} onDoctor={onDoctor} />;
  if (isRunning) {
    return (
      <p className="tj-note" role="status">
        {runningText(use, trans)}{' '}
        <button type="button" className="tj-button" onClick={() => run.cancel()}>
          {trans.__('Cancel')}
        </button>
      </p>
    );
  }
  if (result !== undefined) return null;
  if (use === undefined) return <p className="tj-note">{trans.__('Asking which warehouse will be used…')}</p>;
  return (
    <div className="tj-note">
      <p>{costText(use, trans)}</p>
      {use.warehouse === undefined ? (
        <button type="button" className="tj-button" onClick={() => void run.look()}>
          {trans.__('Try again')}
        </button>
      ) : (
        <button type="button" className="tj-button" onClick={() => void run.run()}>
          {label}
        </button>
      )}
    </div>
  );
}

function runningText(use: WarehouseUse | undefined, trans: TranslationBundle): string {
  return use?.warehouse === undefined
    ? trans.__('Running in Snowflake…')
    : trans.__('Running on warehouse %1…', use.warehouse);
}

/** What the statement costs, in words, before anybody starts it. */
export function costText({ warehouse, size, wouldWake, isLocal }: WarehouseUse, trans: TranslationBundle): string {
  if (warehouse === undefined) return trans.__('No warehouse is in use. Choose one in the section Connection.');
  if (isLocal) return trans.__('Runs on the local account, where nothing costs anything.');
  const sized = size === undefined ? warehouse : `${warehouse} (${size})`;
  return wouldWake
    ? trans.__('Starts warehouse %1, which is suspended; at least 60 s are billed.', sized)
    : trans.__('Uses warehouse %1, which runs already.', sized);
}
