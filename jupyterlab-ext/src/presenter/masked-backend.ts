import type { ErrorReason, MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Backend, RequestOptions } from '../backend/backend';
import { RequestError } from '../backend/request-error';
import { learnNames } from '../recorded/account-names';
import { NameMask } from '../recorded/mask-names';

/** What goes into a notebook or to the clipboard must work, so it keeps the names. */
const UNMASKED: ReadonlySet<MethodName> = new Set(['cellCode', 'cloneCode', 'qualifiedName']);

/** Where nobody is signed in, there are no names to hide; a recording that holds no names has lost them already. */
const NAMELESS: ReadonlySet<ErrorReason | undefined> = new Set(['not-signed-in', 'bad-settings', 'not-recorded']);

/** A backend whose answers hold no name of account, user or role, for a screen that others see. */
export class MaskedBackend implements Backend {
  private readonly mask = new NameMask();
  private learning: Promise<void> | undefined;

  constructor(private readonly shown: Backend) {}

  get condition() {
    return this.shown.condition;
  }

  async request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    options: RequestOptions<Name> = {},
  ): Promise<ResultOf<Name>> {
    // Nothing is shown before all names are known.
    await untilAborted(this.namesKnown(), options.signal);
    const { onEvent } = options;
    try {
      const result = await this.shown.request(method, this.mask.unmask(params), {
        ...options,
        ...(onEvent === undefined ? {} : { onEvent: (event) => onEvent(this.mask.mask(event)) }),
      });
      learnNames(this.mask, method, result);
      return UNMASKED.has(method) ? result : this.mask.mask(result);
    } catch (error) {
      const { reason, message, advice } = RequestError.from(error);
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
  private namesKnown(): Promise<void> {
    this.learning ??= this.learn().catch((error: unknown) => {
      this.learning = undefined;
      throw error;
    });
    return this.learning;
  }

  /** @throws RequestError, without any text of the failure: it may hold the very names that are to be hidden */
  private async learn(): Promise<void> {
    const methods = ['snowflakeAccount', 'awsAccount', 'roles'] as const;
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
      return NAMELESS.has(failure.reason) ? undefined : failure;
    }
  }
}

function cannotMask({ reason }: RequestError): RequestError {
  return new RequestError({
    message:
      'Presenter mode shows nothing of the account now: the names of account, user and roles could not be read, so they cannot be hidden.',
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
