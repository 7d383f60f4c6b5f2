import type { DoctorCheck } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../backend/backend';
import { isInterrupted, RequestError } from '../backend/request-error';
import { type Readable, Store } from '../store/store';

export interface DoctorState {
  /** In the order in which they ended. */
  readonly checks: readonly DoctorCheck[];
  readonly isRunning: boolean;
  /** What may be sent to others, once all checks have ended. */
  readonly report?: string;
  readonly error?: RequestError;
}

/** Asks the doctor, and shows each check as soon as it has ended. */
export class DoctorRun {
  private readonly store = new Store<DoctorState>({ checks: [], isRunning: false });
  private work = new AbortController();

  constructor(private readonly backend: Backend) {}

  get state(): Readable<DoctorState> {
    return this.store;
  }

  async run(): Promise<void> {
    this.work.abort();
    const work = new AbortController();
    this.work = work;
    const { signal } = work;
    this.store.set({ checks: [], isRunning: true });
    const onEvent = (check: DoctorCheck): void => {
      if (!signal.aborted) this.store.update((state) => ({ ...state, checks: [...state.checks, check] }));
    };
    try {
      const { checks, redactedText: report } = await this.backend.request('doctor', {}, { signal, onEvent });
      this.store.set({ checks, isRunning: false, report });
    } catch (error) {
      if (this.work !== work) return;
      const failure = isInterrupted(error) ? {} : { error: RequestError.from(error) };
      this.store.update((state) => ({ ...state, isRunning: false, ...failure }));
    }
  }

  /** Ends the checks. Those that have ended stay. */
  cancel(): void {
    this.work.abort();
  }
}
