import type { Request } from '../protocol/request';
import { type Interruption, OwnInterruption } from './interruption';
import type { Owner, Payload, Place } from './owner';

/**
 * Code that runs long after it was registered, such as a listener of a slider. What it prints goes to its place, usually
 * the cell that registered it; but its signal is not aborted because that cell was interrupted once.
 */
export class LaterWork implements Owner {
  constructor(
    private readonly place: Place,
    private readonly interruption: Interruption = new OwnInterruption(),
  ) {}

  get request(): Request {
    return this.place.request;
  }

  get isCell(): boolean {
    return this.place.isCell;
  }

  get title(): string {
    return this.place.title;
  }

  get payloads(): Payload[] {
    return this.place.payloads;
  }

  get isSilent(): boolean {
    return this.place.isSilent;
  }

  get canAsk(): boolean {
    return this.place.canAsk;
  }

  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  loseBusyCode(reason: Error): void {
    this.interruption.loseBusyCode(reason);
  }
}
