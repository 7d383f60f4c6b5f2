import type {
  MethodName,
  ParamsOf,
  RecordedExchange,
  Recording,
  ResultOf,
} from 'kernel-helpers/sidebar-contract/index';
import { ErrorJson } from 'kernel-helpers/sidebar-contract/index';
import type { Backend, RequestOptions } from '../backend/backend';
import { RequestError } from '../backend/request-error';
import { learnNames } from './account-names';
import { type Clock, systemClock } from './clock';
import { NameMask } from './mask-names';

/** A backend that also keeps what is asked and answered, until it is saved. */
export class RecordingBackend implements Backend {
  private readonly exchanges: { -readonly [Key in keyof RecordedExchange]: RecordedExchange[Key] }[] = [];
  private readonly began: number;

  constructor(
    private readonly recorded: Backend,
    private readonly clock: Clock = systemClock,
  ) {
    this.began = clock.now();
  }

  get condition() {
    return this.recorded.condition;
  }

  async request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    options: RequestOptions<Name> = {},
  ): Promise<ResultOf<Name>> {
    const events: { at: number; event: unknown }[] = [];
    const exchange: (typeof this.exchanges)[number] = { method, params: { ...params }, askedAt: this.seconds() };
    this.exchanges.push(exchange);
    try {
      const onEvent: RequestOptions<Name>['onEvent'] = (event) => {
        events.push({ at: this.seconds(), event });
        exchange.events = events;
        options.onEvent?.(event);
      };
      exchange.result = await this.recorded.request(method, params, { ...options, onEvent });
      exchange.answeredAt = this.seconds();
      return exchange.result as ResultOf<Name>;
    } catch (error) {
      const { reason, message, advice } = RequestError.from(error);
      // A request that the page gave up says nothing of the account.
      if (reason !== 'interrupted') {
        exchange.error = ErrorJson.parse({
          kind: 'platform',
          name: 'RequestError',
          message,
          facts: {},
          reason,
          advice,
        });
        exchange.answeredAt = this.seconds();
      } else if (events.length > 0) {
        exchange.answeredAt = this.seconds();
        exchange.result = {};
      }
      throw error;
    }
  }

  /** What was asked until now, without the names of account, user and roles. */
  recording(title: string, timesFaster?: number): Recording {
    const mask = new NameMask();
    for (const { method, result } of this.exchanges) if (result !== undefined) learnNames(mask, method, result);
    return {
      format: 'tables-and-jobs recording',
      version: 1,
      title,
      beganAt: new Date(this.began).toISOString(),
      timesFaster: timesFaster ?? 60,
      exchanges: mask.mask(this.exchanges),
    };
  }

  keepOpen(): () => void {
    return this.recorded.keepOpen();
  }

  restart(): Promise<void> {
    return this.recorded.restart();
  }

  close(): void {
    this.recorded.close();
  }

  private seconds(): number {
    return Math.round(this.clock.now() - this.began) / 1000;
  }
}
