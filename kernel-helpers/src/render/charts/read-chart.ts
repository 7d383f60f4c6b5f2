import { UserError } from '../../errors';
import { requireName } from '../../find-names';
import { type OptionNames, unknownOptions } from '../../option-names';
import type { Tabular, TabularColumn } from '../tabular';
import { type ChartData, chartTable, countProblem } from './chart-data';

/** Stands for a required column until `check` has thrown. */
const NO_COLUMN: TabularColumn = { name: '', numeric: false, valueAt: () => undefined };

/** Reads the options of one chart and remembers all that is wrong with them, so that one error can name it. */
export class ChartReader {
  readonly table: Tabular;
  private readonly problems: UserError[] = [];

  constructor(
    private readonly caller: string,
    data: ChartData,
  ) {
    this.table = chartTable(data);
  }

  /** Checks the names of the options, and returns them with `colour` where the caller writes `color`. */
  read<Options extends { readonly colour?: unknown; readonly color?: unknown }>(
    given: Options,
    known: OptionNames<Omit<Options, 'color'>>,
  ): Options {
    if (typeof given !== 'object' || given === null) {
      throw new UserError(`${this.caller} takes its options as one object, such as { x: 'CITY' }.`);
    }
    const { color, ...named } = given;
    for (const problem of unknownOptions(named, known)) this.refuse(problem);
    if (color === undefined) return given;
    if (given.colour !== undefined) this.refuse('colour and color are one option: give only one of them.');
    return { ...given, colour: color };
  }

  /** A column that the chart cannot do without; `check` throws where it is missing. */
  required(option: string, wanted: string | undefined): TabularColumn {
    if (wanted === undefined) this.refuse(`${option} is missing: give it the name of a column.`);
    return this.column(option, wanted) ?? NO_COLUMN;
  }

  /** The column that an option names; undefined if it names none, or one that is not there. */
  column(option: string, wanted: string | undefined): TabularColumn | undefined {
    if (wanted === undefined) return undefined;
    if (typeof wanted !== 'string') {
      this.refuse(`${option} must be the name of a column, not ${typeof wanted}.`);
      return undefined;
    }
    const names = this.table.columns.map(({ name }) => name);
    try {
      return this.table.columns[names.indexOf(requireName(wanted, names, 'The data'))];
    } catch (problem) {
      if (!(problem instanceof UserError)) throw problem;
      this.problems.push(problem);
      return undefined;
    }
  }

  count(option: string, count: number): void {
    const problem = countProblem(option, count);
    if (problem !== undefined) this.refuse(problem);
  }

  choice(option: string, value: string | undefined, choices: readonly string[]): void {
    if (value !== undefined && !choices.includes(value)) {
      this.refuse(`${option} must be one of ${choices.join(', ')}, not ${String(value)}.`);
    }
  }

  refuse(problem: string): void {
    this.problems.push(new UserError(`${this.caller} cannot use its options: ${problem}`));
  }

  /** Throws one UserError that names everything that is wrong. */
  check(): void {
    const [first, ...others] = this.problems;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    const prefix = `${this.caller} cannot use its options: `;
    const sentences = this.problems.map(({ message }) => message.replace(prefix, ''));
    throw new UserError(prefix + sentences.join(' '));
  }
}
