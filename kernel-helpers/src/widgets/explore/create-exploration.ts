import { kernelBridge } from '../../cell/kernel-bridge';
import { publish } from '../../display/show';
import { messageOf, UserError } from '../../errors';
import { INSPECT } from '../../mime';
import { JUPYTER_DISPLAY, type MimeBundle, SHOW_ITSELF } from '../../render/self-display';
import { tableBundle, tableText } from '../../render/table-view';
import { fromTable, type Tabular } from '../../render/tabular';
import { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { pickRowsOfAll } from '../../table/verbs/pick-rows';
import { Listeners } from '../listeners';
import { WidgetModel } from '../widget-model';
import { WidgetOutput } from '../widget-output';
import { answerQuestion } from './answer-question';
import { MOST_COPIED } from './copied-csv';
import type { OrderedRows } from './engine/rows-of-look';
import type { Exploration } from './exploration';
import { tableFrontEnd } from './front-end';
import { type Look, WHOLE_TABLE } from './look';
import { lookAsCode } from './look-code';
import { lookAsSql } from './look-sql';
import type { ColumnUse, PageState } from './page-contract';
import { readQuestion } from './read-question';
import { rowWindow } from './row-window';
import type { ShownRows } from './shown-rows';
import { TableEngine } from './table-engine';

/** So many rows reach the page with the table itself: more than a page shows at first. */
const FIRST_ROWS = 40;

/** Makes an exploration, and announces it to the front end if a person can see it. */
export function createExploration(table: Table): TableExploration {
  return new TableExploration(table);
}

export class TableExploration implements Exploration {
  private readonly tabular: Tabular;
  private readonly engine: TableEngine;
  private readonly model: WidgetModel | undefined;
  private readonly output: WidgetOutput | undefined;
  private readonly changes = new Listeners<[Exploration]>();
  /** The look whose rows are known. */
  private look: Look = WHOLE_TABLE;
  private rows: OrderedRows;
  /** The rows that the page shows: of a look that begins, the first ones and a promise of all. */
  private shown: ShownRows;
  private number = 0;
  private kept: Table | undefined;

  constructor(private readonly source: Table) {
    this.tabular = fromTable(source);
    this.rows = { count: source.rowCount };
    this.shown = { first: this.rows, all: Promise.resolve(this.rows) };
    this.engine = new TableEngine(source.columns, source.rowCount);
    // Programs that collect outputs get the table as it is saved: nobody scrolls there.
    if (kernelBridge()?.audience !== 'person') return;
    this.model = new WidgetModel({
      name: 'The table',
      styleName: 'table',
      ...tableFrontEnd(),
      state: { ...this.firstState() },
      read: (key) => {
        throw new UserError(`The page cannot change the ${key} of a table.`);
      },
    });
    this.model.messages.add((content) => this.answer(content));
    this.model.onEnd(() => void this.engine.close());
    this.output = new WidgetOutput(this.model, () => this.describe());
  }

  get table(): Table {
    const { rows } = this.rows;
    if (rows === undefined) return this.source;
    this.kept ??= new Table(pickRowsOfAll(this.source.columns, rows), { origin: this.source.origin });
    return this.kept;
  }

  get rowCount(): number {
    return this.rows.count;
  }

  sql(from?: string): string {
    return lookAsSql(this.look, this.source.columns, from);
  }

  code(): string {
    return lookAsCode(this.look, this.source.columns);
  }

  onChange(listener: (exploration: Exploration) => unknown): () => void {
    return this.changes.add(listener);
  }

  close(): void {
    this.model?.close();
  }

  [SHOW_ITSELF](): void {
    if (this.output === undefined) publish(this.describe());
    else this.output.show();
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return this.output?.bundle() ?? this.describe();
  }

  [INSPECT](): string {
    return tableText(this.tabular);
  }

  private describe(): MimeBundle {
    return tableBundle(this.tabular);
  }

  private firstState(): PageState {
    return {
      columns: this.source.columns.map((column) => ({ name: column.name, type: column.type, use: useOf(column) })),
      rowCount: this.source.rowCount,
      look: this.look,
      shown: { number: 0, count: this.rows.count },
      first: rowWindow(this.tabular, this.rows, 0, FIRST_ROWS),
      isBusy: false,
      problem: '',
      mostCopied: MOST_COPIED,
    };
  }

  private async answer(content: unknown): Promise<void> {
    const question = readQuestion(content);
    const { id } = question;
    try {
      if (question.ask === 'look') await this.take(question.look);
      const { source, tabular, engine, shown, number } = this;
      const answer = await answerQuestion(question, {
        columns: source.columns,
        tabular,
        engine,
        rows: shown,
        number,
        code: () => this.code(),
      });
      this.send({ id, answer });
    } catch (error) {
      this.send({ id, failure: messageOf(error) });
    }
  }

  /** A page that has closed the table waits for no answer. */
  private send(answer: object): void {
    if (this.model?.isClosed === false) this.model.send(answer);
  }

  private async take(look: Look): Promise<void> {
    const { model } = this;
    if (model === undefined || model.isClosed) return;
    const positions = [...(look.sort === undefined ? [] : [look.sort]), ...look.filters].map(({ column }) => column);
    if (positions.some((position) => position >= this.source.columns.length)) {
      throw new UserError('The page named a column that the table does not have.');
    }
    model.set({ look, isBusy: true });
    try {
      const all = this.engine.look(look, (first) => this.show({ first, all }, { isBusy: true, problem: '' }));
      const rows = await all;
      if (rows === undefined || model.isClosed) return;
      this.look = look;
      this.rows = rows;
      this.kept = undefined;
      if ((await this.shown.all) === rows) model.set({ isBusy: false, problem: '' });
      else this.showAll('');
      this.changes.tell(this);
    } catch (error) {
      if (model.isClosed) return;
      model.set({ look: this.look });
      this.showAll(messageOf(error));
    }
  }

  private showAll(problem: string): void {
    this.show({ first: this.rows, all: Promise.resolve(this.rows) }, { isBusy: false, problem });
  }

  private show(shown: ShownRows, state: Pick<PageState, 'isBusy' | 'problem'>): void {
    if (this.model === undefined || this.model.isClosed) return;
    this.shown = shown;
    this.number += 1;
    const first = rowWindow(this.tabular, shown.first, 0, FIRST_ROWS);
    this.model.set({ shown: { number: this.number, count: shown.first.count }, first, ...state });
  }
}

function useOf({ kind }: Column): ColumnUse {
  if (kind === 'date') return 'dates';
  if (kind === 'timestamp') return 'times';
  return kind === 'text' || kind === 'boolean' ? 'words' : 'numbers';
}
