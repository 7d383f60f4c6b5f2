import type { z } from 'zod';
import type { EventOf, METHODS, MethodName, ResultOf } from '../sidebar-contract/index';
import type { LoginOfRequest } from './shared-login';

/** What a method gets besides its parameters. It shows nothing and asks no cell: all that it needs is here. */
export interface RequestContext<Event> {
  /** Fires when the page cancels this request or goes away; never by the interrupt of a cell. */
  readonly signal: AbortSignal;
  /** Sends one event before the result. Nothing is sent any more once the signal has fired. */
  emit(event: Event): void;
  /** The one login to Snowflake of this kernel. */
  readonly snowflake: LoginOfRequest;
}

/** Answers one request. The frame has parsed `params`, and checks the result and each event by the contract. */
export type Method<Name extends MethodName> = (
  params: z.output<(typeof METHODS)[Name]['params']>,
  context: RequestContext<EventOf<Name>>,
) => Promise<ResultOf<Name>>;

/** The methods of one subject, by name. */
export type Methods<Names extends MethodName> = { readonly [Name in Names]: Method<Name> };
