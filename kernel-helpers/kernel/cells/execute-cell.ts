import { SHOW_ITSELF, showsItself } from 'kernel-helpers/render/self-display';
import type { History } from '../answers/history';
import { type FormattedResult, formatResult } from '../display/format-result';
import { mayImport } from '../language/import-specifiers';
import type { ClientMessages } from '../protocol/client-messages';
import { Cell } from './cell';
import type { CellOutcome, CellRunner } from './cell-runner';
import { ChangedPackages } from './changed-packages';
import type { CurrentCell } from './current-cell';
import type { ErrorReport, ErrorReports } from './error-report';
import type { Execution, FinishedExecution } from './execution-queue';
import type { OutputStreams } from './output-streams';
import { evaluateUserExpressions } from './user-expressions';

export interface CellExecutionParts {
  readonly messages: ClientMessages;
  readonly runner: CellRunner;
  readonly streams: OutputStreams;
  readonly currentCell: CurrentCell;
  readonly history: History;
  readonly errorReports: ErrorReports;
}

type ReplyContent = { readonly status: 'ok' | 'error' } & Readonly<Record<string, unknown>>;

/** Handles one cell from the request to the reply, with everything that is published in between. */
export class CellExecution {
  private executionCount = 0;
  private serialNumber = 0;
  private readonly changedPackages = new ChangedPackages();

  constructor(private readonly parts: CellExecutionParts) {}

  /** How many cells were counted so far. */
  get count(): number {
    return this.executionCount;
  }

  async execute(execution: Execution): Promise<FinishedExecution> {
    const { messages, currentCell, streams } = this.parts;
    const cell = this.createCell(execution);
    currentCell.begin(cell);
    messages.publishStatus('busy', cell.request);
    if (!cell.isSilent) {
      const content = { code: cell.content.code, execution_count: cell.executionCount };
      messages.publish('execute_input', content, cell.request);
    }
    const outcome = await this.parts.runner.run(cell);
    this.warnOfChanges(cell);
    const reply = await this.finish(cell, outcome);
    streams.flush();
    return {
      status: reply.status,
      reply: () => {
        currentCell.end();
        messages.reply(cell.request, 'execute_reply', { ...reply, execution_count: cell.executionCount });
        messages.publishStatus('idle', cell.request);
      },
    };
  }

  /** Replies for a cell that is skipped. The reply has no number, and JupyterLab shows none, as with ipykernel. */
  abort({ request }: Execution): void {
    const { messages } = this.parts;
    messages.publishStatus('busy', request);
    messages.reply(request, 'execute_reply', { status: 'aborted' });
    messages.publishStatus('idle', request);
  }

  private createCell({ request, content }: Execution): Cell {
    this.serialNumber += 1;
    const cell = new Cell(request, content, this.executionCount + 1, this.serialNumber);
    if (cell.isCounted) this.executionCount += 1;
    return cell;
  }

  private async finish(cell: Cell, outcome: CellOutcome): Promise<ReplyContent> {
    if (outcome.kind !== 'done') {
      this.remember(cell, null);
      return this.fail(cell, this.parts.errorReports.ofOutcome(outcome, cell));
    }
    try {
      const result = outcome.result && (await this.look(cell, outcome.result.value));
      this.remember(cell, result?.data['text/plain'] ?? null);
      if (result) this.publishResult(cell, result);
      return await this.succeed(cell);
    } catch (error) {
      // The cell was interrupted while the code of the value described how it looks.
      return this.fail(cell, this.parts.errorReports.ofThrown(error));
    }
  }

  private async succeed(cell: Cell): Promise<ReplyContent> {
    const { runner, errorReports } = this.parts;
    const { user_expressions: expressions } = cell.content;
    const userExpressions = await runner.interruptible(cell, () =>
      evaluateUserExpressions(expressions, runner.values, errorReports),
    );
    return { status: 'ok', payload: cell.payloads, user_expressions: userExpressions };
  }

  /**
   * The value's own code says how it looks, and that code may print or never end. A value that shows itself, as widgets
   * do, needs an output that it can replace later; results cannot be replaced.
   */
  private look(cell: Cell, value: unknown): Promise<FormattedResult | undefined> {
    return this.parts.runner.interruptible(cell, async () => {
      if (this.letShowItself(cell, value)) return undefined;
      const result = await formatResult(value);
      for (const problem of result.problems) this.tellProblem(cell, problem);
      return result;
    });
  }

  private letShowItself(cell: Cell, value: unknown): boolean {
    try {
      if (!showsItself(value)) return false;
      value[SHOW_ITSELF]();
      return true;
    } catch (problem) {
      this.tellProblem(cell, problem);
      return false;
    }
  }

  private tellProblem(cell: Cell, problem: unknown): void {
    const { traceback } = this.parts.errorReports.ofThrown(problem);
    const lines = ['The value could not show itself, so here is its text.', ...traceback, ''];
    this.parts.streams.write('stderr', lines.join('\n'), cell);
  }

  private fail(cell: Cell, report: ErrorReport): ReplyContent {
    this.parts.streams.flush();
    if (!cell.isSilent) this.parts.messages.publish('error', { ...report }, cell.request);
    return { status: 'error', ...report };
  }

  private publishResult(cell: Cell, { data, metadata }: FormattedResult): void {
    this.parts.streams.flush();
    if (cell.isSilent) return;
    const content = { execution_count: cell.executionCount, data, metadata };
    this.parts.messages.publish('execute_result', content, cell.request);
  }

  private warnOfChanges(cell: Cell): void {
    // Only a cell with an import can get new types for old code, and most cells have no import.
    if (!mayImport(cell.content.code)) return;
    const { runner } = this.parts;
    for (const name of this.changedPackages.findNew(runner.importedPackages, (file) => runner.loadsNewest(file))) {
      const text = `${name} has changed since this kernel loaded it. Restart the kernel to use the new version.\n`;
      this.parts.streams.write('stderr', text, cell);
    }
  }

  private remember(cell: Cell, output: string | null): void {
    if (cell.isCounted) this.parts.history.add(cell.executionCount, cell.content.code, output);
  }
}
