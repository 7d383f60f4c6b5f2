import type { TranslationBundle } from '@jupyterlab/translation';

/** Says in words whether an account is that of this machine or a real one, so that nobody takes one for the other. */
export function PlaceBadge({
  isLocal,
  trans,
}: {
  readonly isLocal: boolean;
  readonly trans: TranslationBundle;
}): JSX.Element {
  return (
    <span className={isLocal ? 'tj-badge tj-badge-local' : 'tj-badge tj-badge-real'}>
      {isLocal ? trans.__('Local account') : trans.__('Real account')}
    </span>
  );
}
