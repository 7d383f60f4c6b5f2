import { z } from 'zod';
import { AwsAccount, DoctorCheck, DoctorReport, Role, SnowflakeAccount, Warehouse } from './connection';
import { JobDetail, JobEvents, JobFacts, JobKind, JobSummary } from './jobs';
import { PageParams, pageOf } from './page-of';
import {
  CellCode,
  CodeKind,
  ColumnProfile,
  Database,
  ObjectPath,
  Preview,
  Schema,
  SortOrder,
  TableColumn,
  TableOrView,
  WarehouseUse,
} from './tables';

interface Method {
  readonly params: z.ZodObject;
  readonly result: z.ZodType;
  /** What comes before the result, for methods that report as they go. */
  readonly event?: z.ZodType;
  /** True if sending it twice does no more than sending it once: such a request may be repeated after a lost answer. */
  readonly isRepeatable: boolean;
  /** For how long the page waits by default; undefined for requests that last as long as what they follow. */
  readonly limitSeconds?: number;
}

const none = z.object({});
const named = z.object({ name: z.string() });
const ofJob = z.object({ kind: JobKind, name: z.string() });
const table = z.object({ path: ObjectPath });
const read = { isRepeatable: true, limitSeconds: 30 } as const;
const act = { isRepeatable: false, limitSeconds: 30 } as const;

/** All that the page can ask of the kernel. Reading lists needs no running warehouse; only `preview` and `profile` do. */
export const METHODS = {
  snowflakeAccount: { params: none, result: SnowflakeAccount, ...read },
  awsAccount: { params: none, result: AwsAccount, ...read },
  roles: { params: none, result: z.array(Role), ...read },
  warehouses: { params: none, result: z.array(Warehouse), ...read },
  useRole: { params: named, result: SnowflakeAccount, ...read },
  useWarehouse: { params: named, result: SnowflakeAccount, ...read },
  doctor: { params: none, event: DoctorCheck, result: DoctorReport, isRepeatable: true, limitSeconds: 120 },

  databases: { params: PageParams, result: pageOf(Database), ...read },
  schemas: { params: PageParams.extend({ path: ObjectPath }), result: pageOf(Schema), ...read },
  tables: { params: PageParams.extend({ path: ObjectPath }), result: pageOf(TableOrView), ...read },
  columns: { params: table, result: z.array(TableColumn), ...read },
  /** Tables and views whose names contain the text, in the database or in the whole account. */
  searchTables: {
    params: PageParams.extend({ text: z.string(), path: ObjectPath.optional() }),
    result: pageOf(TableOrView),
    ...read,
  },
  createStatement: { params: table, result: z.object({ sql: z.string() }), ...read },
  /** The name as SQL needs it, quoted where necessary. */
  qualifiedName: { params: table, result: z.object({ sql: z.string() }), ...read },
  cellCode: { params: table.extend({ code: CodeKind }), result: CellCode, ...read },
  warehouseUse: { params: none, result: WarehouseUse, ...read },
  preview: {
    params: table.extend({ limit: z.number().int().positive().max(1000), sort: SortOrder.optional() }),
    result: Preview,
    isRepeatable: false,
    limitSeconds: 300,
  },
  profile: {
    params: table.extend({ column: z.string() }),
    result: ColumnProfile,
    isRepeatable: false,
    limitSeconds: 300,
  },

  jobs: {
    params: PageParams.extend({ kind: JobKind, nameContains: z.string().optional() }),
    result: pageOf(JobSummary),
    ...read,
  },
  /** For the rows in view; the kernel remembers jobs that have ended. Jobs that are gone are left out. */
  jobFacts: { params: z.object({ jobs: z.array(ofJob).max(50) }), result: z.array(JobFacts), ...read },
  job: { params: ofJob, result: JobDetail, ...read },
  /** Lasts until the job ends or the request is cancelled. */
  followJob: { params: named, event: JobEvents, result: none, isRepeatable: true },
  stopJob: { params: ofJob, result: none, ...act },
  deleteEndpoint: { params: named, result: none, isRepeatable: false, limitSeconds: 120 },
  /** A cell that plans the same job again. */
  cloneCode: { params: named, result: CellCode, ...read },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;
export type ParamsOf<Name extends MethodName> = z.input<(typeof METHODS)[Name]['params']>;
export type ResultOf<Name extends MethodName> = z.output<(typeof METHODS)[Name]['result']>;
export type EventOf<Name extends MethodName> = (typeof METHODS)[Name] extends {
  readonly event: infer Event extends z.ZodType;
}
  ? z.output<Event>
  : never;
