import type { ErrorReason, MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Backend, BackendState, RequestOptions } from '../backend/backend';
import { RequestError } from '../backend/request-error';
import { learnNames } from '../recorded/account-names';
import { NameMask } from '../recorded/mask-names';
import type { Readable } from '../store/store';

/** What goes into a notebook or to the clipboard must work, so it keeps the names. */
const UNMASKED: ReadonlySet<MethodName> = new Set(['cellCode', 'cloneCode', 'qualifiedName']);

type Service = 'Snowflake' | 'AWS' | 'none';

const AWS: ReadonlySet<MethodName> = new Set([
  'awsAccount',
  'jobs',
  'jobFacts',
  'job',
  'followJob',
  'stopJob',
  'deleteEndpoint',
  'cloneCode',
]);
const NO_SERVICE: ReadonlySet<MethodName> = new Set(['qualifiedName']);

function serviceOf(method: MethodName): Service {
  if (NO_SERVICE.has(method)) return 'none';
  return AWS.has(method) ? 'AWS' : 'Snowflake';
}

/** Nobody is signed in, so no list and no table tells a name; only a text about the login may. */
const SIGN_IN: ReadonlySet<ErrorReason | undefined> = new Set(['not-signed-in', 'bad-settings']);

const UNREAD_NOTICE: BackendState = {
  is: 'ready',
  notice: 'There is a message about the account. To read it, leave presenter mode.',
};

/** A backend whose answers hold no name of account, user or role, for a screen that others see. */
export class MaskedBackend implements Backend {
  /** A notice may name the account, and comes whether or not the names are known. */
  readonly condition: Readable<BackendState>;
  private readonly mask = new NameMask();
  private learning: Promise<void> | undefined;
  /** Services to which nobody was signed in, so their names are not known. */
  private readonly unread = new Set<Service>();

  constructor(private readonly shown: Backend) {
    this.condition = {
      get state() {
        const { state } = shown.condition;
        return state.is === 'ready' && state.notice !== undefined ? UNREAD_NOTICE : state;
      },
      subscribe: (listener) => shown.condition.subscribe(listener),
    };
  }

  async request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    options: RequestOptions<Name> = {},
  ): Promise<ResultOf<Name>> {
    // Nothing is shown before all names are known.
    await untilAborted(this.namesKnown(), options.signal);
    if (this.unread.size > 0 && method === 'doctor') throw cannotMask({});
    const { onEvent } = options;
    try {
      const result = await this.shown.request(method, this.mask.unmask(params), {
        ...options,
        ...(onEvent === undefined ? {} : { onEvent: (event) => onEvent(this.mask.mask(event)) }),
      });
      // Somebody has signed in since.
      if (this.unread.has(serviceOf(method))) await untilAborted(this.namesKnown(true), options.signal);
      learnNames(this.mask, method, result);
      return UNMASKED.has(method) ? result : this.mask.mask(result);
    } catch (error) {
      const { reason, message, advice } = RequestError.from(error);
      if (this.unread.size > 0 && SIGN_IN.has(reason)) throw cannotMask({ reason });
      const failure = { message, ...(reason && { reason }), ...(advice && { advice }) };
      throw new RequestError(this.mask.mask(failure));
    }
  }

  keepOpen(): () => void {
    return this.shown.keepOpen();
  }

  restart(): Promise<void> {
    return this.shown.restart();
  }

  close(): void {
    this.shown.close();
  }

  /** If they cannot be read, the next request tries again. */
  private namesKnown(isAgain = false): Promise<void> {
    if (isAgain) this.learning = undefined;
    this.learning ??= this.learn().catch((error: unknown) => {
      this.learning = undefined;
      throw error;
    });
    return this.learning;
  }

  /** @throws RequestError, without any text of the failure: it may hold the very names that are to be hidden */
  private async learn(): Promise<void> {
    const methods = ['snowflakeAccount', 'awsAccount', 'roles'] as const;
    this.unread.clear();
    const failures = await Promise.all(methods.map((method) => this.learnFrom(method)));
    const failure = failures.find((error) => error !== undefined);
    if (failure !== undefined) throw cannotMask(failure);
  }

  private async learnFrom(method: MethodName): Promise<RequestError | undefined> {
    try {
      learnNames(this.mask, method, await this.shown.request(method, {}));
      return undefined;
    } catch (error) {
      const failure = RequestError.from(error);
      if (failure.reason === 'not-recorded') return undefined;
      if (!SIGN_IN.has(failure.reason)) return failure;
      this.unread.add(serviceOf(method));
      return undefined;
    }
  }
}

function cannotMask({ reason }: { readonly reason?: ErrorReason | undefined }): RequestError {
  return new RequestError({
    message:
      'Presenter mode does not show this: the names of account, user and roles could not be read, so they cannot be hidden.',
    advice: 'Try again. To see what is wrong, leave presenter mode.',
    ...(reason && { reason }),
  });
}

/** What others wait for too goes on when this one is given up. */
async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return await work;
  let giveUp = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new RequestError({ reason: 'interrupted', message: 'Cancelled.' }));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
