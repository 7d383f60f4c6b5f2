import type { MethodName, ParamsOf, RecordedExchange, ResultOf } from 'kernel-helpers/sidebar-contract/index';

type ListMethod = 'databases' | 'schemas' | 'tables' | 'jobs';
type PageMethod = ListMethod | 'searchTables';
type ItemOf<Name extends PageMethod> = ResultOf<Name>['items'][number];

interface Page {
  readonly items: readonly unknown[];
  readonly next?: string | undefined;
}

/** A list as far as it was recorded. */
export interface RecordedList<Item> {
  readonly items: readonly Item[];
  /** True if the account has more than was recorded. */
  readonly isCut: boolean;
}

/** How long a page is where nobody says it. */
const PAGE = 500;

/** What was recorded, found by what is asked. */
export class RecordedAnswers {
  private readonly answers = new Map<string, RecordedExchange>();
  /** The pages of each list, by what they come after. */
  private readonly pages = new Map<string, Map<string | undefined, Page>>();
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

  /** How this was refused, whichever page of it was asked for. */
  errorOf(method: MethodName, params: object): RecordedExchange['error'] {
    const key = listKeyOf(method, params);
    return this.all.findLast(({ error, ...one }) => error !== undefined && listKeyOf(one.method, one.params) === key)
      ?.error;
  }

  /** All results of a method, in their order. */
  resultsOf<Name extends MethodName>(method: Name): readonly ResultOf<Name>[] {
    return this.exchangesOf(method).map(({ result }) => result as ResultOf<Name>);
  }

  exchangesOf(method: MethodName): readonly RecordedExchange[] {
    return this.all.filter((exchange) => exchange.method === method && exchange.error === undefined);
  }

  /** The list that these parameters ask for, whatever pages it was recorded in; undefined if its beginning was not. */
  list<Name extends ListMethod>(method: Name, params: ParamsOf<Name>): RecordedList<ItemOf<Name>> | undefined {
    const pages = new Map(this.pages.get(listKeyOf(method, params)));
    let page = pages.get(undefined);
    if (page === undefined) return undefined;
    const inOrder: Page[] = [];
    let next: string | undefined;
    while (page !== undefined) {
      inOrder.push(page);
      pages.delete(next);
      next = page.next;
      page = next === undefined ? undefined : pages.get(next);
    }
    const items = inOrder.flatMap((one) => one.items) as ItemOf<Name>[];
    return { items, isCut: next !== undefined };
  }

  private addPage(method: ListMethod, { params, result }: RecordedExchange): void {
    // Names that contain a text are only a part of a list.
    if (params.nameContains !== undefined) return;
    const key = listKeyOf(method, params);
    const pages = this.pages.get(key) ?? new Map<string | undefined, Page>();
    pages.set(params.after as string | undefined, result as Page);
    this.pages.set(key, pages);
  }
}

/** A page of a list, whose `after` is a number of items; undefined for what comes after all that was recorded of a list. */
export function pageOf<Item>(
  { items, isCut }: RecordedList<Item>,
  { after, limit = PAGE }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): { items: Item[]; next?: string } | undefined {
  const from = Number(after ?? 0);
  if (isCut && after !== undefined && from >= items.length) return undefined;
  const to = Math.min(from + limit, items.length);
  return { items: items.slice(from, to), ...(to < items.length || isCut ? { next: String(to) } : {}) };
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
