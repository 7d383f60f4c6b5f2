import { z } from 'zod';
import type { CommMessage } from '../cell/kernel-bridge';
import { errorToJson } from '../error-codec';
import type { ErrorJson } from '../error-json';
import { isUserError, reasonOf, UserError } from '../errors';
import { FromPage } from '../sidebar-contract/index';
import { answerRequest } from './answer-request';
import type { Redactor } from './redactor';
import type { SharedLogin } from './shared-login';

export interface Surroundings {
  readonly snowflake: SharedLogin;
  readonly redactor: Redactor;
}

/** The requests of one page that are not answered yet. */
export class RequestsOfPage {
  private readonly running = new Map<string, AbortController>();
  private isClosed = false;

  constructor(private readonly surroundings: Surroundings) {}

  /** Returns at once; answers go out as they come. */
  receive(message: CommMessage): void {
    const parsed = FromPage.safeParse(message.data);
    if (!parsed.success) {
      this.send(message, { id: idOf(message.data), error: errorForm(unreadable(parsed.error)) });
      return;
    }
    const { data } = parsed;
    if ('alive' in data) return;
    if ('cancel' in data) this.running.get(data.id)?.abort();
    else void this.answer(data, message);
  }

  /** Aborts all requests, and sends nothing any more. Calling it twice is fine. */
  close(): void {
    this.isClosed = true;
    for (const request of this.running.values()) request.abort();
  }

  private async answer(request: { id: string; method: string; params: object }, message: CommMessage): Promise<void> {
    const { id } = request;
    if (this.running.has(id)) {
      const error = new UserError(
        `A request with the id ${id} is not answered yet. Give each request an id of its own.`,
      );
      this.send(message, { id, error: errorForm(error) });
      return;
    }
    const stop = new AbortController();
    const { signal } = stop;
    message.signal.addEventListener('abort', () => stop.abort(message.signal.reason), { once: true });
    this.running.set(id, stop);
    const emit = (event: unknown): void => {
      if (!signal.aborted) this.send(message, { id, event });
    };
    try {
      // Also after the page gave the request up: then it says what became of the statement.
      const snowflake = this.surroundings.snowflake.heardBy((notice) => this.send(message, { id, notice }));
      const context = { signal, emit, snowflake };
      // An interrupt of busy work ends all that is on its stack, and what it has promised never settles.
      const work = Promise.resolve().then(() => answerRequest(request, context));
      const result = await Promise.race([work, rejectionOf(message.signal)]);
      this.send(message, { id, result }, USERS_DATA.has(request.method));
    } catch (error) {
      this.send(message, { id, error: errorForm(signal.aborted ? cancelled(error) : error) });
    } finally {
      this.running.delete(id);
    }
  }

  private send(message: CommMessage, answer: Readonly<Record<string, unknown>>, isUsersData = false): void {
    if (this.isClosed) return;
    const { redactor } = this.surroundings;
    redactor.learnEnvironment();
    message.answer(redactor.redact(answer, { isUsersData }));
  }
}

function errorForm(error: unknown): ErrorJson {
  return errorToJson(error, { isForPage: true });
}

/** An error of ours that tells what became of the work says more than that it was cancelled. */
function cancelled(error: unknown): unknown {
  const tells = isUserError(error) && reasonOf(error) === 'interrupted';
  return tells ? error : new UserError('The request was cancelled.', { reason: 'interrupted' });
}

/** Results that show a user's own values as they are. */
const USERS_DATA: ReadonlySet<string> = new Set(['preview', 'profile']);

/** Rejects when the signal is aborted. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function idOf({ id }: CommMessage['data']): string {
  return typeof id === 'string' ? id : '';
}

function unreadable(error: z.ZodError): UserError {
  return new UserError(`The kernel cannot read this message of the sidebar. ${z.prettifyError(error)}`, {
    reason: 'other-version',
  });
}
