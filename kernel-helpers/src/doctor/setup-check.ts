import { messageOf } from '../errors';

/** What one check found. */
export interface SetupCheck {
  /** What was looked at. */
  readonly name: string;
  readonly ok: boolean;
  /** What was found: nothing of the machine, and no account's number, since it is saved with the notebook. */
  readonly found: string;
  /** What to do where it is not ok, or could be better. It may name what on this machine is meant. */
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
