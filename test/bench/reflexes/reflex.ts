import type { Answer } from './answer';

/** A task, and what a person would type for it in a cell, from what comes to mind first to what comes last. */
export interface Reflex {
  readonly task: string;
  /** Each is a whole cell; its last line is the expression that answers. */
  readonly guesses: readonly string[];
  readonly isRight: (answer: Answer) => boolean;
}
