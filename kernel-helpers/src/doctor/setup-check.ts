import { messageOf } from '../errors';

/** What one check found. */
export interface SetupCheck {
  /** What was checked. */
  readonly name: string;
  readonly ok: boolean;
  /** What was found. It is saved with the notebook, so it holds no path of the machine and no account number. */
  readonly found: string;
  /** What to do if it is not ok, or could be better. It may name files of this machine. */
  readonly fix?: string;
}

/** A check that passed. */
export function passed(name: string, found: string): SetupCheck {
  return { name, ok: true, found };
}

/** A check that did not pass, with what to do about it. */
export function failed(name: string, found: string, fix: string): SetupCheck {
  return { name, ok: false, found, fix };
}

/** Runs a check; whatever it throws becomes a failed check with the error's own advice. */
export async function attempt(name: string, check: () => Promise<SetupCheck>): Promise<SetupCheck> {
  try {
    return await check();
  } catch (error) {
    const message = messageOf(error);
    return failed(name, 'not ready', message);
  }
}
