import type { MethodName, ParamsOf, RecordedExchange, ResultOf } from 'kernel-helpers/sidebar-contract/index';

type ListMethod = 'databases' | 'schemas' | 'tables' | 'jobs';
type PageMethod = ListMethod | 'searchTables';
type ItemOf<Name extends PageMethod> = ResultOf<Name>['items'][number];

/** How long a page is where nobody says it. */
const PAGE = 500;

/** What was recorded, found by what is asked. */
export class RecordedAnswers {
  private readonly answers = new Map<string, RecordedExchange>();
  private readonly lists = new Map<string, unknown[]>();
  private readonly all: readonly RecordedExchange[];

  constructor(exchanges: readonly RecordedExchange[]) {
    this.all = exchanges.filter(({ answeredAt }) => answeredAt !== undefined);
    // What came last counts, but an error never hides a result.
    for (const exchange of this.all) {
      const key = keyOf(exchange.method, exchange.params);
      const known = this.answers.get(key);
      if (exchange.error === undefined || known === undefined || known.error !== undefined) {
        this.answers.set(key, exchange);
      }
      if (isList(exchange.method) && exchange.error === undefined) this.addPage(exchange.method, exchange);
    }
  }

  /** The exchange with exactly these parameters. */
  find(method: MethodName, params: object): RecordedExchange | undefined {
    return this.answers.get(keyOf(method, params));
  }

  /** All results of a method, in their order. */
  resultsOf<Name extends MethodName>(method: Name): readonly ResultOf<Name>[] {
    return this.exchangesOf(method).map(({ result }) => result as ResultOf<Name>);
  }

  exchangesOf(method: MethodName): readonly RecordedExchange[] {
    return this.all.filter((exchange) => exchange.method === method && exchange.error === undefined);
  }

  /** The whole list that these parameters ask for, whatever pages it was recorded in; undefined if it was not. */
  list<Name extends ListMethod>(method: Name, params: ParamsOf<Name>): readonly ItemOf<Name>[] | undefined {
    return this.lists.get(listKeyOf(method, params)) as readonly ItemOf<Name>[] | undefined;
  }

  private addPage(method: ListMethod, { params, result }: RecordedExchange): void {
    const key = listKeyOf(method, params);
    const { items } = result as { readonly items: readonly unknown[] };
    // A first page begins the list anew.
    const before = 'after' in params ? (this.lists.get(key) ?? []) : [];
    this.lists.set(key, [...before, ...items]);
  }
}

/** A page of a list, whose `after` is a number of items. */
export function pageOf<Item>(
  items: readonly Item[],
  { after, limit = PAGE }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): { items: Item[]; next?: string } {
  const from = Number(after ?? 0);
  const to = from + limit;
  return { items: items.slice(from, to), ...(to < items.length ? { next: String(to) } : {}) };
}

function isList(method: MethodName): method is ListMethod {
  return ['databases', 'schemas', 'tables', 'jobs'].includes(method);
}

function listKeyOf(method: MethodName, params: object): string {
  const { after, limit, nameContains, ...rest } = params as Readonly<Record<string, unknown>>;
  return keyOf(method, rest);
}

/** The same text for the same parameters, in whatever order they are written. */
function keyOf(method: MethodName, params: object): string {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined);
  return JSON.stringify([method, entries.sort(([one], [other]) => (one < other ? -1 : 1))]);
}
