import { InternalError } from 'kernel-helpers/errors';
import { duckdbTypeOf } from '../catalog/column-type';
import { foldIdentifier, toPhysicalName } from '../identifiers';
import { unknownFunction, unsupported } from '../snowflake-error';
import { castOperands } from './cast-operands';
import { isKnownFunction } from './known-functions';
import { identifier, physicalIdentifier } from './physical-identifier';
import type { ComputedTable, QueryScope } from './query-scope';
import { readDataType } from './read-data-type';
import { refuseUnknown } from './refuse-unknown';
import { call, castMacro, nodeReplacement, replaceAggregate, replaceFunction } from './rewrite-functions';
import { likeAsRegex } from './rewrite-like';
import { isSnowflakeFunction } from './snowflake-functions';
import type { NamePath } from './statement';
import { isIdentifier, isNode, nodeOf, type TreeNode } from './syntax-tree';
import {
  generatedRows,
  plainSource,
  readPath,
  readTableFunction,
  SEQUENCE_COLUMN,
  selectsFromGenerator,
  sequenceNumber,
} from './table-function';
import { exactSample, withColumnNames } from './table-source';

/** A parsed statement with the names of its common table expressions, which hide tables. */
export interface ReadQuery {
  readonly tree: TreeNode;
  readonly ctes: ReadonlySet<string>;
}

/** Rewrites a Snowflake tree so that its names, types and functions mean the same in DuckDB. */
export class QueryRewriter {
  readsTables = false;
  /** By DuckDB's name. */
  readonly computed = new Map<string, ComputedTable>();
  /** For each SELECT that is open: true when its rows come from one generator. */
  private readonly generators: boolean[] = [];

  constructor(
    private readonly scope: QueryScope,
    private readonly ctes: ReadonlySet<string>,
    private readonly readQuery: (sql: string) => ReadQuery,
  ) {}

  rewriteStatement(tree: TreeNode): TreeNode {
    const rewritten = this.rewrite(castOperands(tree, this.scope, this.ctes));
    if (isNode(rewritten)) return rewritten;
    throw new InternalError('The rewritten statement is no tree.');
  }

  private rewrite(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.rewrite(item));
    if (!isNode(value)) return value;
    if (isIdentifier(value)) return physicalIdentifier(value);
    if (typeof value.data_type === 'string') return { data_type: 'custom', name: duckdbTypeOf(readDataType(value)) };
    if (isIdentifier(value.name) && 'schema' in value && 'catalog' in value) return this.rewriteTable(value, true);
    refuseUnknown(value);
    return this.rewriteSpecial(value) ?? this.rewriteMembers(value);
  }

  private rewriteMembers(node: TreeNode): TreeNode {
    return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, this.rewriteMember(key, member)]));
  }

  private rewriteMember(key: string, member: unknown): unknown {
    if (key === 'insert' && isNode(member)) {
      const { table, ...others } = member;
      return { ...this.rewriteMembers(others), table: isNode(table) ? this.rewriteTable(table, false) : table };
    }
    return this.rewrite(member);
  }

  private rewriteSpecial(node: TreeNode): unknown {
    const select = nodeOf(node, 'select');
    if (select !== null) return { select: this.rewriteSelect(select) };
    const tableFunction = this.rewriteTableFunction(node);
    if (tableFunction !== null) return tableFunction;
    const cast = nodeOf(node, 'cast') ?? nodeOf(node, 'try_cast');
    if (cast !== null) return this.rewriteCast(cast, node.cast === undefined);
    const called = nodeOf(node, 'function');
    if (called !== null) return this.rewriteCall(called);
    const aggregate = nodeOf(node, 'aggregate_function');
    if (aggregate !== null) return this.rewriteAggregate(aggregate);
    const dot = nodeOf(node, 'dot');
    if (dot !== null) return this.rewriteDot(dot);
    const table = Object.keys(node).length === 1 ? nodeOf(node, 'table') : null;
    if (table !== null) return this.rewriteView(table);
    const like = nodeOf(node, 'like') ?? nodeOf(node, 'i_like');
    if (like !== null) return this.rewriteLike(node, like);
    const values = nodeOf(node, 'values');
    if (values !== null) return { values: this.rewriteMembers(withColumnNames(values, values)) };
    const subquery = nodeOf(node, 'subquery');
    const inner = nodeOf(subquery?.this, 'values');
    if (subquery !== null && inner !== null)
      return {
        subquery: {
          ...this.rewriteMembers(withColumnNames(subquery, inner)),
          this: { values: this.rewriteMembers(inner) },
        },
      };
    return this.rewriteReplaced(node);
  }

  private rewriteSelect(select: TreeNode): TreeNode {
    const isGenerated = selectsFromGenerator(select);
    const columns: readonly unknown[] = Array.isArray(select.expressions) ? select.expressions : [];
    if (isGenerated && columns.some((column) => nodeOf(column, 'star') !== null))
      throw unsupported('SELECT * FROM TABLE(GENERATOR(…)), which has no columns');
    this.generators.push(isGenerated);
    const rewritten = this.rewriteMembers(select);
    this.generators.pop();
    return rewritten;
  }

  /** `TABLE('name')` is the table of that name; `TABLE(GENERATOR(…))` makes rows. */
  private rewriteTableFunction(node: TreeNode): unknown {
    const { source, alias } = plainSource(node);
    const called = readTableFunction(source);
    if (called === null) return null;
    const name = isNode(alias?.alias) ? alias.alias : null;
    const columnNames: unknown = alias?.column_aliases;
    if (called.of === 'generator') {
      if (Array.isArray(columnNames) && columnNames.length > 0) throw unsupported('column names of a GENERATOR');
      this.readsTables = true;
      return generatedRows(
        called.rowCount,
        isIdentifier(name) ? physicalIdentifier(name) : identifier(SEQUENCE_COLUMN),
      );
    }
    if (called.of === 'history')
      return this.readComputed(this.scope.queryHistory(called.whose), name ?? identifier('QUERY_HISTORY'), columnNames);
    const [table, schema = null, catalog = null] = [...called.path].reverse().map(identifier);
    const written = { name: table, schema, catalog, alias: name, column_aliases: columnNames ?? [], hints: [] };
    return this.rewriteView(written) ?? { table: this.rewriteTable(written, true) };
  }

  private readComputed(found: ComputedTable, alias: TreeNode, columnNames: unknown): TreeNode {
    const { schema, table } = found.physical;
    this.computed.set(table, found);
    this.readsTables = true;
    const names = { name: identifier(table), schema: identifier(schema), catalog: null, hints: [] };
    const aliases = { alias: this.rewrite(alias), column_aliases: this.rewrite(columnNames ?? []) };
    return { table: { ...names, ...aliases, alias_explicit_as: true } };
  }

  private rewriteReplaced(node: TreeNode): unknown {
    const [type = ''] = Object.keys(node);
    const inner = nodeOf(node, type);
    const replace = nodeReplacement(type);
    return inner === null || replace === null ? null : replace(this.rewriteMembers(inner));
  }

  private rewriteCast(cast: TreeNode, isTry: boolean): unknown {
    joinZone(cast);
    const macro = isNode(cast.to) ? castMacro(cast.to, isTry, nodeOf(cast.this, 'literal')?.value) : null;
    return macro === null ? null : call(macro, this.rewrite(cast.this));
  }

  private rewriteLike(node: TreeNode, like: TreeNode): TreeNode {
    const rewritten = this.rewriteMembers(like);
    const [type = ''] = Object.keys(node);
    return likeAsRegex(rewritten, type === 'like') ?? { [type]: rewritten };
  }

  private rewriteCall(called: TreeNode): unknown {
    const name = String(called.name).toUpperCase();
    const value = this.scope.sessionValue(name);
    if (value !== undefined) return sessionLiteral(value);
    if (name === 'GET_DDL') return this.tellDefinition(called);
    requireKnown(name);
    if (SEQUENCES.has(name)) return sequenceNumber(this.generators.at(-1) === true);
    const args = Array.isArray(called.args) ? called.args.map((argument) => this.rewriteArgument(argument)) : [];
    return replaceFunction(name, args) ?? { function: { ...this.rewriteMembers({ ...called, args: [] }), args } };
  }

  /** Aggregates that polyglot knows by name, whether or not this account does. */
  private rewriteAggregate(aggregate: TreeNode): unknown {
    const name = String(aggregate.name).toUpperCase();
    requireKnown(name);
    const args = Array.isArray(aggregate.args) ? aggregate.args.map((argument) => this.rewrite(argument)) : [];
    const members = this.rewriteMembers({ ...aggregate, args: [] });
    return { aggregate_function: { ...members, args, ...replaceAggregate(name, args) } };
  }

  private tellDefinition(called: TreeNode): TreeNode {
    const [kind, path, isQualified, ...more] = (Array.isArray(called.args) ? called.args : []).map(literalValue);
    if (typeof kind !== 'string' || typeof path !== 'string' || more.length > 0)
      throw unsupported('GET_DDL of anything but two texts and TRUE or FALSE');
    return sessionLiteral(
      this.scope.definitionText(kind.toUpperCase(), readPath(path, "GET_DDL('TABLE', '')"), isQualified === true),
    );
  }

  /** The unit of DATEADD(day, …) is a bare word, not a column. */
  private rewriteArgument(argument: unknown): unknown {
    return nodeOf(argument, 'var') === null ? this.rewrite(argument) : argument;
  }

  /** `database.schema.table.column` and `schema.table.column`: DuckDB finds the column by its table. */
  private rewriteDot(dot: TreeNode): unknown {
    const path = flattenDots({ dot });
    const [column, table] = path?.slice(-2).reverse() ?? [];
    if (column === undefined || table === undefined) return null;
    const names = { name: physicalIdentifier(column), table: physicalIdentifier(table) };
    return { column: { ...names, join_mark: false, trailing_comments: [] } };
  }

  /** A view's query in the place of its name, or a table that has to be filled first; null for any other table. */
  private rewriteView(table: TreeNode): unknown {
    const path = pathOf(table);
    if (path.length === 0 || this.isHidden(path)) return null;
    const found = this.scope.resolveTable(path);
    if (!('view' in found || 'fill' in found)) return null;
    if (isNode(table.table_sample)) throw unsupported('SAMPLE of a view');
    const ownName = { name: path.at(-1) ?? '', quoted: true, trailing_comments: [] };
    const name = isIdentifier(table.alias) ? table.alias : ownName;
    if ('fill' in found) return this.readComputed(found, name, table.column_aliases);
    const { tree, ctes } = this.readQuery(found.view.query);
    const rewriter = new QueryRewriter(found.view.scope, ctes, this.readQuery);
    const query = rewriter.rewriteStatement(tree);
    this.readsTables ||= rewriter.readsTables;
    for (const [table, found] of rewriter.computed) this.computed.set(table, found);
    const alias = this.rewrite(name);
    const column_aliases = this.rewrite(table.column_aliases);
    return { subquery: { ...EMPTY_SUBQUERY, this: query, alias, column_aliases } };
  }

  /** True for the name of a common table expression. */
  private isHidden(path: NamePath): boolean {
    return path.length === 1 && this.ctes.has(path[0] ?? '');
  }

  private rewriteTable(table: TreeNode, mayHaveAlias: boolean): TreeNode {
    for (const feature of ['when', 'changes', 'version', 'final_'])
      if (isNode(table[feature]) || table[feature] === true) throw unsupported('Time Travel (AT, BEFORE, CHANGES)');
    const path = pathOf(table);
    const name = path.at(-1) ?? '';
    if (this.isHidden(path)) return this.rewriteMembers(table);
    const found = this.scope.resolveTable(path);
    if ('view' in found || 'fill' in found) throw unsupported('changing the rows of a view');
    const { physical } = found;
    this.readsTables = true;
    const plain = { ...table, table_sample: exactSample(table.table_sample) };
    const others = this.rewriteMembers({ ...plain, name: null, schema: null, catalog: null, alias: null });
    const alias =
      mayHaveAlias && !isIdentifier(table.alias) ? identifier(toPhysicalName(name)) : this.rewrite(table.alias);
    return {
      ...others,
      name: identifier(physical.table),
      schema: identifier(physical.schema),
      alias,
      alias_explicit_as: true,
    };
  }
}

const EMPTY_SUBQUERY = {
  alias_explicit_as: true,
  alias_keyword: 'as',
  order_by: null,
  limit: null,
  offset: null,
  lateral: false,
  modifiers_inside: false,
  trailing_comments: [],
} as const;

function pathOf(table: TreeNode): NamePath {
  return [table.catalog, table.schema, table.name]
    .filter(isIdentifier)
    .map((part) => foldIdentifier(part.name, part.quoted));
}

function requireKnown(name: string): void {
  if (!isKnownFunction(name)) throw isSnowflakeFunction(name) ? unsupported(`function ${name}`) : unknownFunction(name);
}

const SEQUENCES = new Set(['SEQ1', 'SEQ2', 'SEQ4', 'SEQ8']);

/** Snowflake reads `2020-01-02 03:04:05 +01:00`, DuckDB wants no blank before the offset. */
function joinZone(cast: TreeNode): void {
  const literal = nodeOf(cast.this, 'literal');
  if (literal === null || typeof literal.value !== 'string' || !isNode(cast.to)) return;
  if (duckdbTypeOf(readDataType(cast.to)) !== 'TIMESTAMPTZ') return;
  literal.value = literal.value.replace(/\s+([+-]\d{2}:?\d{2})$/, '$1');
}

function flattenDots(value: unknown): (TreeNode & { name: string; quoted: boolean })[] | null {
  const column = nodeOf(value, 'column');
  if (column !== null) {
    const parts = [column.table, column.name].filter(isIdentifier);
    return parts.length > 0 ? parts : null;
  }
  const dot = nodeOf(value, 'dot');
  if (dot === null || !isIdentifier(dot.field)) return null;
  const before = flattenDots(dot.this);
  return before === null ? null : [...before, dot.field];
}

/** The value of a text or a truth value; undefined for anything else. */
function literalValue(argument: unknown): string | boolean | undefined {
  const literal = nodeOf(argument, 'literal');
  if (literal?.literal_type === 'string') return String(literal.value);
  const truth = nodeOf(argument, 'boolean')?.value;
  return typeof truth === 'boolean' ? truth : undefined;
}

/** A text also when it is null, as the service types it. */
function sessionLiteral(value: string | null): TreeNode {
  const literal = value === null ? { null: null } : { literal: { literal_type: 'string', value } };
  return { cast: { this: literal, to: { data_type: 'text' }, trailing_comments: [], double_colon_syntax: false } };
}
