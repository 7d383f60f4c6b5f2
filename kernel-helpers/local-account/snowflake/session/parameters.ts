/** Session parameters that the drivers read, with the service's defaults: https://docs.snowflake.com/en/sql-reference/parameters */
const DEFAULTS: Readonly<Record<string, string | number | boolean>> = {
  AUTOCOMMIT: true,
  BINARY_OUTPUT_FORMAT: 'HEX',
  CLIENT_MEMORY_LIMIT: 1536,
  CLIENT_PREFETCH_THREADS: 4,
  CLIENT_RESULT_CHUNK_SIZE: 160,
  CLIENT_SESSION_KEEP_ALIVE: false,
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: 3600,
  // Array binds always travel inside the request, never through a stage; drivers read 0 in different ways.
  CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 1_000_000_000,
  CLIENT_TELEMETRY_ENABLED: false,
  CLIENT_TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_LTZ',
  DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
  JSON_INDENT: 0,
  QUERY_TAG: '',
  STATEMENT_TIMEOUT_IN_SECONDS: 172_800,
  TIMESTAMP_LTZ_OUTPUT_FORMAT: '',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3',
  TIMESTAMP_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM',
  TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
  TIMESTAMP_TZ_OUTPUT_FORMAT: '',
  // Deviation: the service's default is America/Los_Angeles; DuckDB computes in UTC here.
  TIMEZONE: 'UTC',
  TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
};

/** Parameters that change the form of results. The account accepts them only with the value that it always uses. */
const FIXED = new Set(['TIMEZONE', 'TIMESTAMP_TYPE_MAPPING', 'QUOTED_IDENTIFIERS_IGNORE_CASE']);

export interface SessionParameter {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** The parameters of an answer: the defaults, replaced by the session's own values where it has some. */
export function sessionParameters(set: ReadonlyMap<string, string>): readonly SessionParameter[] {
  const names = [...new Set([...Object.keys(DEFAULTS), ...set.keys()])].sort();
  return names.map((name) => ({ name, value: typed(name, set.get(name)) }));
}

function typed(name: string, value: string | undefined): string | number | boolean {
  const standard = DEFAULTS[name];
  if (value === undefined) return standard ?? '';
  if (typeof standard === 'number') return Number(value);
  return typeof standard === 'boolean' ? value.toUpperCase() === 'TRUE' : value;
}

/** One parameter of a session. */
export function parameterOf(set: ReadonlyMap<string, string>, name: string): string | number | boolean {
  return typed(name, set.get(name));
}

/** True when this value of the parameter would need something that the account cannot do. */
export function isUnsupportedValue(name: string, value: string): boolean {
  if (!FIXED.has(name)) return false;
  const standard = String(DEFAULTS[name] ?? 'FALSE');
  return standard.toUpperCase() !== value.toUpperCase();
}

export function defaultOf(name: string): string {
  return String(DEFAULTS[name] ?? '');
}
