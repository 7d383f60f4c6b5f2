import type { MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Backend, RequestOptions } from '../backend/backend';
import { RequestError } from '../backend/request-error';
import { learnNames } from '../recorded/account-names';
import { NameMask } from '../recorded/mask-names';

/** What goes into a notebook or to the clipboard must work, so it keeps the names. */
const UNMASKED: ReadonlySet<MethodName> = new Set(['cellCode', 'cloneCode', 'qualifiedName']);

/** A backend whose answers hold no name of account, user or role, for a screen that others see. */
export class MaskedBackend implements Backend {
  private readonly mask = new NameMask();
  private learning: Promise<unknown> | undefined;

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
    this.learning ??= this.learn();
    await this.learning;
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

  /** A name that cannot be read is in no other answer either: nobody is signed in there. */
  private learn(): Promise<unknown> {
    const names = ['snowflakeAccount', 'awsAccount', 'roles'] as const;
    return Promise.allSettled(
      names.map(async (method) => learnNames(this.mask, method, await this.shown.request(method, {}))),
    );
  }
}
