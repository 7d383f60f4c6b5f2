import { z } from 'zod';
import type { Execution } from '../../kernel-helpers/kernel/support/kernel-client';

const CHART = 'application/vnd.vegalite.v5+json';

/** What the last expression of a cell gave. */
export interface Answer {
  /** As JSON: a table or frame as rows, other things that can be iterated as lists, dates as `2024-05-31`. */
  readonly value: unknown;
  /** The Vega-Lite specification that the cell showed. */
  readonly chart: unknown;
  /** All that the cell showed, as HTML and as text. */
  readonly shown: string;
  /** Whether it showed something that a person can scroll, sort and search. */
  readonly isInteractive: boolean;
  /** The text of the file that the task asks for. */
  readonly file: string | undefined;
}

/** Code of a cell that prints an expression's value as JSON. */
export function cellThatPrints(expression: string): string {
  return `{
    const plain = (one: any): unknown => {
      if (typeof one === 'bigint') return Number(one);
      if (one === null || typeof one !== 'object') return one;
      if (one instanceof Date) return one.toISOString().slice(0, 10);
      if (typeof one.toRows === 'function') return one.toRows().map(plain);
      if (typeof one[Symbol.iterator] === 'function') return Array.from(one, plain);
      if (Object.getPrototypeOf(one) !== Object.prototype) return String(one);
      return Object.fromEntries(Object.entries(one).map(([key, value]) => [key, plain(value)]));
    };
    console.log(JSON.stringify(plain(await (${expression}))) ?? 'null');
  }`;
}

export function answerOf(execution: Execution, printed: string, file: string | undefined): Answer {
  const bundles = execution.published
    .filter(({ type }) => type === 'execute_result' || type === 'display_data')
    .map(({ content }) => z.object({ data: z.record(z.string(), z.unknown()) }).parse(content).data);
  return {
    value: printed === '' ? undefined : JSON.parse(printed),
    chart: bundles.map((bundle) => bundle[CHART]).find((one) => one !== undefined),
    shown: bundles.flatMap((bundle) => [bundle['text/html'], bundle['text/plain']]).join('\n'),
    isInteractive: bundles.some((bundle) => Object.keys(bundle).some((type) => type.includes('widget'))),
    file,
  };
}
