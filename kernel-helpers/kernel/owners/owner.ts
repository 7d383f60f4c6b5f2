import type { Request } from '../protocol/request';
import type { Interruption } from './interruption';

/** A pager page or the like, which goes with the reply; deprecated by Jupyter, still shown by every front end. */
export type Payload = Readonly<Record<string, unknown>>;

/** Where it appears what code prints and shows. */
export interface Place {
  /** What is published is an answer to it. */
  readonly request: Request;
  /** Whether this is the output of a cell. */
  readonly isCell: boolean;
  /** Its name in messages. */
  readonly title: string;
  readonly payloads: Payload[];
  /** Publishes nothing. */
  readonly isSilent: boolean;
  /** There is a person who can answer questions. */
  readonly canAsk: boolean;
}

/** What code runs for: a cell, or something that came after it, such as a message on a comm. */
export interface Owner extends Place, Interruption {}
