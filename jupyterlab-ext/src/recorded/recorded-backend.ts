import type { MethodName, ParamsOf, Recording, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Backend, BackendState, RequestOptions } from '../backend/backend';
import { RequestError } from '../backend/request-error';
import { type Readable, Store } from '../store/store';
import { type Clock, systemClock } from './clock';
import { pageOf, RecordedAnswers, type RecordedList } from './recorded-answers';
import { RecordedConnection } from './recorded-connection';
import { RecordedJobs } from './recorded-jobs';
import { recordedPreview, searchRecorded } from './recorded-tables';
import { ReplayTime } from './replay-time';

type Answer<Name extends MethodName> = (
  params: ParamsOf<Name>,
  options: RequestOptions<Name>,
) => ResultOf<Name> | Promise<ResultOf<Name>> | undefined;

/** Answers from a recording of an account, without any account. What costs money elsewhere changes only this replay. */
export class RecordedBackend implements Backend {
  readonly condition: Readable<BackendState> = new Store<BackendState>({ is: 'ready' });
  private answers: RecordedAnswers;
  private time: ReplayTime;
  private jobs: RecordedJobs;
  private connection: RecordedConnection;
  private sequence = 0;

  constructor(
    private readonly recording: Recording,
    private readonly clock: Clock = systemClock,
  ) {
    this.answers = new RecordedAnswers(recording.exchanges);
    this.time = new ReplayTime(recording.beganAt, recording.timesFaster, clock);
    this.jobs = new RecordedJobs(this.answers, this.time);
    this.connection = new RecordedConnection(this.answers);
  }

  async request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    options: RequestOptions<Name> = {},
  ): Promise<ResultOf<Name>> {
    if (options.signal?.aborted === true) throw interrupted();
    const own = this.own[method] as Answer<Name> | undefined;
    const answer = await (own ?? this.asRecorded(method))(params, options);
    if (isInterrupted(options)) throw interrupted();
    if (answer === undefined) throw notRecorded(method, this.recording.title);
    return this.time.asSeen(answer);
  }

  keepOpen(): () => void {
    return () => {};
  }

  /** Begins the replay anew. */
  async restart(): Promise<void> {
    this.time = new ReplayTime(this.recording.beganAt, this.recording.timesFaster, this.clock);
    this.jobs = new RecordedJobs(this.answers, this.time);
    this.connection = new RecordedConnection(this.answers);
  }

  close(): void {}

  /** Methods whose answer is more than what was recorded for the same parameters. */
  private readonly own: { readonly [Name in MethodName]?: Answer<Name> } = {
    snowflakeAccount: () => this.connection.account() ?? this.refused('snowflakeAccount', {}),
    roles: () => this.connection.roles(),
    warehouses: () => this.connection.warehouses(),
    useRole: ({ name }) => this.connection.useRole(name),
    useWarehouse: ({ name }) => this.connection.useWarehouse(name),
    databases: (params) => this.page(this.answers.list('databases', params), params),
    schemas: (params) => this.page(this.answers.list('schemas', params), params) ?? this.refused('schemas', params),
    tables: (params) => this.page(this.answers.list('tables', params), params) ?? this.refused('tables', params),
    searchTables: (params) => this.page(searchRecorded(this.answers, params.text, params.path), params),
    preview: (params) => recordedPreview(this.answers, params) ?? this.refused('preview', params),
    jobs: (params) =>
      this.page(this.jobs.list(params.kind, params.nameContains), params) ?? this.refused('jobs', params),
    jobFacts: ({ jobs }) => this.jobs.facts(jobs),
    job: ({ kind, name }) => this.jobs.detail(kind, name),
    followJob: (params, options) => this.follow(params.name, options),
    stopJob: ({ name }) => {
      this.jobs.stop(name);
      return {};
    },
    deleteEndpoint: ({ name }) => {
      this.jobs.deleteEndpoint(name);
      return {};
    },
  };

  private page<Item>(
    list: RecordedList<Item> | undefined,
    params: { readonly after?: string | undefined; readonly limit?: number | undefined },
  ): { items: Item[]; next?: string } | undefined {
    return list === undefined ? undefined : pageOf(list, params);
  }

  private asRecorded<Name extends MethodName>(method: Name): Answer<Name> {
    return (params, { onEvent }) => {
      const exchange = this.answers.find(method, params);
      if (exchange === undefined) return undefined;
      for (const { event } of exchange.events ?? []) onEvent?.(event as Parameters<NonNullable<typeof onEvent>>[0]);
      if (exchange.error !== undefined) throw RequestError.fromKernel(exchange.error);
      // The recording was parsed by the method's own schema.
      return exchange.result as ResultOf<Name>;
    };
  }

  /** An error that was recorded, such as that of a schema that the role may not see. */
  private refused(method: MethodName, params: object): undefined {
    const error = this.answers.errorOf(method, params);
    if (error !== undefined) throw RequestError.fromKernel(error);
    return undefined;
  }

  private async follow(name: string, { signal, onEvent }: RequestOptions<'followJob'>) {
    if (!this.jobs.isRecorded(name)) return undefined as never;
    for await (const events of this.jobs.follow(name, signal)) {
      onEvent?.(this.time.asSeen({ sequence: this.sequence++, events: [...events] }));
    }
    return {};
  }
}

function isInterrupted({ signal }: RequestOptions<never>): boolean {
  return signal?.aborted === true;
}

function interrupted(): RequestError {
  return new RequestError({ reason: 'interrupted', message: 'Cancelled.' });
}

function notRecorded(method: MethodName, title: string): RequestError {
  return new RequestError({
    reason: 'not-recorded',
    message: `The recording "${title}" has no answer to this (${method}).`,
    advice: 'Look at what was recorded, or go back to your account.',
  });
}
