import { messageOf } from '../errors';

/**
 * SageMaker gives a training job two minutes to end, and then some to upload what it has. A stack takes longer: its
 * notebook instance stops before it is deleted.
 */
export const REMOVAL_LIMIT_SECONDS = 900;

interface MadeThing {
  /** What it is, with its name: `table KERNEL_HELPERS_CHECK_1A2B`. */
  readonly what: string;
  /** How a person deletes it, if we cannot. */
  readonly byHand: string;
  readonly remove: (signal: AbortSignal) => Promise<void>;
}

/** What became of the things that the checks made. */
export interface Removal {
  readonly removed: readonly string[];
  /** What stays on purpose, with what it costs. */
  readonly kept: readonly string[];
  /** One sentence for each thing that should be gone and is not, with how to delete it. */
  readonly left: readonly string[];
}

/** Remembers what the checks make in an account, and deletes it. */
export class MadeThings {
  private things: readonly MadeThing[] = [];
  private readonly kept: string[] = [];

  /** Call it before the thing is made: whether a request that failed made it, nobody knows. */
  add(thing: MadeThing): void {
    this.things = [thing, ...this.things];
  }

  /** Says of something that it was made and stays. */
  keep(what: string): void {
    this.kept.push(what);
  }

  /** Deletes everything, the last thing first, and goes on after a failure. Calling it twice is fine. */
  async removeAll(signal: AbortSignal): Promise<Removal> {
    const removed: string[] = [];
    const left: string[] = [];
    for (const { what, byHand, remove } of this.things) {
      try {
        await remove(signal);
        removed.push(what);
      } catch (error) {
        left.push(`${what} could not be deleted: ${messageOf(error)} Delete it by hand: ${byHand}`);
      }
    }
    this.things = [];
    return { removed, kept: this.kept, left };
  }
}
