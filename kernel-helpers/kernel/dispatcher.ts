import type { z } from 'zod';
import type { Comms } from './answers/comms';
import { completeReply } from './answers/complete-reply';
import { type Completeness, judgeCompleteness } from './answers/completeness';
import { completeCode } from './answers/completion';
import { findHelp } from './answers/help';
import type { History } from './answers/history';
import type { Input } from './answers/input';
import { inspectCode } from './answers/inspection';
import { kernelInfo } from './answers/kernel-info';
import type { SqlAnswers } from './answers/sql-answers';
import type { CellRunner } from './cells/cell-runner';
import type { CurrentCell } from './cells/current-cell';
import type { ErrorReport, ErrorReports } from './cells/error-report';
import type { ExecutionQueue } from './cells/execution-queue';
import type { OutputStreams } from './cells/output-streams';
import type { DebugRequests } from './debugger/debug-requests';
import type { ClientMessages } from './protocol/client-messages';
import type { Request } from './protocol/request';
import { type Content, isRequestType, type RequestType, requestSchemas } from './protocol/requests';

type ReplyContent = Readonly<Record<string, unknown>>;
type Handler<T extends RequestType> = (content: Content<T>, request: Request) => void | Promise<void>;

export interface DispatcherParts {
  readonly messages: ClientMessages;
  readonly runner: CellRunner;
  readonly queue: ExecutionQueue;
  readonly streams: OutputStreams;
  readonly currentCell: CurrentCell;
  readonly history: History;
  readonly comms: Comms;
  readonly input: Input;
  readonly errorReports: ErrorReports;
  readonly sqlAnswers: SqlAnswers;
  readonly debugRequests: DebugRequests;
  readonly shutDown: (request: Request, restart: boolean) => void;
}

/** Sends each request to what answers it. */
export class Dispatcher {
  constructor(private readonly parts: DispatcherParts) {}

  async dispatch(request: Request): Promise<void> {
    const { type } = request;
    if (!isRequestType(type)) return this.refuse(request, 'UnknownRequest', whyUnknown(type));
    const content = requestSchemas[type].safeParse(request.content);
    if (!content.success) return this.refuse(request, 'InvalidRequest', whyInvalid(type, content.error));
    const handle = () => this.handle(type, content.data as Content<typeof type>, request);
    // A cell reports busy when its turn comes, and an input reply belongs to the cell that asked.
    if (type === 'execute_request' || type === 'input_reply') return handle();
    return this.answerBetweenStatuses(request, handle);
  }

  private async answerBetweenStatuses(request: Request, answer: () => void | Promise<void>): Promise<void> {
    const { messages, streams, currentCell } = this.parts;
    messages.publishStatus('busy', request);
    try {
      await answer();
    } catch (error) {
      this.reportFailure(request, error);
    }
    streams.flush();
    messages.publishStatus('idle', request);
    // A cell that still runs keeps the kernel busy, even when another request was answered meanwhile.
    if (currentCell.running) messages.publishStatus('busy', currentCell.running.request);
  }

  private async handle<T extends RequestType>(type: T, content: Content<T>, request: Request): Promise<void> {
    const handler: Handler<T> = this.handlers[type];
    await handler(content, request);
  }

  private readonly handlers: { readonly [T in RequestType]: Handler<T> } = {
    execute_request: (content, request) => this.parts.queue.add({ request, content }),
    input_reply: ({ value }) => this.parts.input.handleReply(value),
    kernel_info_request: (_content, request) => this.reply(request, kernelInfo()),
    is_complete_request: async ({ code }, request) => {
      this.reply(request, await findHelp<Completeness>(() => judgeCompleteness(code), { status: 'unknown' }));
    },
    complete_request: async ({ code, cursor_pos }, request) => {
      const nothing = completeReply(code, { start: cursor_pos, end: cursor_pos }, []);
      this.reply(request, await findHelp(() => this.complete(code, cursor_pos), nothing));
    },
    inspect_request: async ({ code, cursor_pos }, request) => {
      const nothing = { status: 'ok', found: false, data: {}, metadata: {} };
      this.reply(request, await findHelp(() => this.inspect(code, cursor_pos), nothing));
    },
    history_request: (content, request) =>
      this.reply(request, { status: 'ok', history: this.parts.history.find(content) }),
    comm_info_request: ({ target_name }, request) => this.reply(request, this.parts.comms.info(target_name)),
    comm_open: (content, request) => this.parts.comms.handleOpen(content, request),
    comm_msg: (content, request) => this.parts.comms.handleMessage(content, request),
    comm_close: (content) => this.parts.comms.handleClose(content),
    shutdown_request: ({ restart }, request) => this.parts.shutDown(request, restart),
    debug_request: async (content, request) => this.reply(request, await this.parts.debugRequests.answer(content)),
  };

  private async complete(code: string, cursor: number): Promise<ReplyContent> {
    const { sqlAnswers, runner } = this.parts;
    return (await sqlAnswers.complete(code, cursor)) ?? completeCode(runner, code, cursor);
  }

  private async inspect(code: string, cursor: number): Promise<ReplyContent> {
    const { sqlAnswers, runner } = this.parts;
    return (await sqlAnswers.inspect(code, cursor)) ?? inspectCode(runner, code, cursor);
  }

  private reply(request: Request, content: ReplyContent): void {
    this.parts.messages.reply(request, replyType(request), content);
  }

  private refuse(request: Request, ename: string, evalue: string): Promise<void> {
    return this.answerBetweenStatuses(request, () =>
      this.answerWithError(request, { ename, evalue, traceback: [evalue] }),
    );
  }

  private reportFailure(request: Request, error: unknown): void {
    this.answerWithError(request, this.parts.errorReports.ofThrown(error));
  }

  /** Replies to a request with the error. Other messages get no reply, so their error is shown like printed text. */
  private answerWithError(request: Request, report: ErrorReport): void {
    if (request.type.endsWith('_request')) this.reply(request, { status: 'error', ...report });
    else this.parts.messages.publish('stream', { name: 'stderr', text: `${report.traceback.join('\n')}\n` }, request);
  }
}

function replyType(request: Request): string {
  return request.type.replace(/_request$/, '_reply');
}

function whyUnknown(type: string): string {
  // Clients that read `supported_features` do not send these.
  const detail = type.includes('subshell') ? ': it has no subshells' : '';
  return `This kernel does not know ${type}${detail}.`;
}

function whyInvalid(type: RequestType, { issues }: z.ZodError): string {
  const problems = issues.map(({ path, message }) => [...path, message].join(': '));
  return `${type} was not understood. ${problems.join('. ')}`;
}
