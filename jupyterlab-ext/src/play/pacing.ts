import type { Clock } from '../recorded/clock';
import { type Readable, Store } from '../store/store';

/** Thrown by a wait when the speaker has ended the play. */
export class PlayEnded extends Error {
  override readonly name = 'PlayEnded';
}

/**
 * The pauses of a play. The speaker can hold them, cut one short, and end all. While they are held, cutting one short
 * goes one step on: the next pause is held, too.
 */
export class Pacing {
  private readonly held = new Store(false);
  private readonly ended = new AbortController();
  private cut: (() => void) | undefined;

  constructor(
    /** Every pause is multiplied by it. */
    private readonly pace: number,
    private readonly clock: Clock,
  ) {}

  /** Whether the speaker holds the pauses. */
  get isHeld(): Readable<boolean> {
    return this.held;
  }

  /** Fires when the speaker has ended the play. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Ends when the pause is over. Throws PlayEnded when the play has ended. */
  async wait(milliseconds: number): Promise<void> {
    let left = milliseconds * this.pace;
    let isCut = false;
    while (!isCut && (left > 0 || this.held.state)) {
      const interruption = this.nextInterruption(() => {
        isCut = true;
      });
      const begun = this.clock.now();
      if (this.held.state) await interruption.happened;
      else await this.clock.wait(left, interruption.signal);
      interruption.forget();
      if (this.ended.signal.aborted) throw new PlayEnded();
      // Time that passes while the pauses are held does not count.
      if (!interruption.wasHeld) left -= this.clock.now() - begun;
    }
    if (this.ended.signal.aborted) throw new PlayEnded();
  }

  /** Holds the pauses, or lets them go on. */
  toggle(): void {
    this.held.update((isHeld) => !isHeld);
  }

  /** Holds the pauses. */
  hold(): void {
    this.held.set(true);
  }

  /** Ends the present pause. */
  next(): void {
    this.cut?.();
  }

  end(): void {
    this.ended.abort();
  }

  /** What changes the present pause: it is cut short, held, let go, or all has ended. */
  private nextInterruption(onCut: () => void): Interruption {
    const wasHeld = this.held.state;
    const changed = new AbortController();
    const change = () => changed.abort();
    const forgetHeld = this.held.subscribe(change);
    this.ended.signal.addEventListener('abort', change, { once: true });
    if (this.ended.signal.aborted) change();
    this.cut = () => {
      onCut();
      change();
    };
    const happened = new Promise<void>((resolve) => {
      if (changed.signal.aborted) resolve();
      changed.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return {
      wasHeld,
      happened,
      signal: changed.signal,
      forget: () => {
        forgetHeld();
        this.ended.signal.removeEventListener('abort', change);
        this.cut = undefined;
      },
    };
  }
}

interface Interruption {
  readonly wasHeld: boolean;
  readonly happened: Promise<void>;
  readonly signal: AbortSignal;
  readonly forget: () => void;
}
