import { isUserError } from '../../errors';
import type { SessionNames } from '../../snowflake/session/current-names';
import type { Snowflake } from '../../snowflake/snowflake';
import { nameParts, writeName } from '../../snowflake/statement/identifiers';
import { trainingSelect } from '../../snowflake/statement/training-select';
import type { Surroundings } from '../../surroundings';
import { isQuery } from '../../training-contract/index';

/** The session that the user works in. */
export interface GivenSession extends Pick<Surroundings, 'say'> {
  readonly session: Snowflake;
}

/**
 * Says what keeps a job from reading its table, asked in a session that was opened as the job will open it. DESCRIBE
 * passes without a warehouse and without SELECT, so it proves nothing; EXPLAIN compiles the job's own query, runs nothing
 * and costs no warehouse time (docs.snowflake.com, "EXPLAIN").
 * @param wanted the names that the job's settings give
 * @param given the session that the user works in, if it is known, and who hears how it differs from the job's
 */
export async function accessProblems(
  asJob: Snowflake,
  table: string,
  wanted: SessionNames,
  given?: GivenSession,
): Promise<readonly string[]> {
  const names = await asJob.currentNames();
  const place = placeProblem(table, names) ?? (given === undefined ? undefined : await otherPlace(table, names, given));
  const problems = [warehouseProblem(names, wanted), place].filter((problem) => problem !== undefined);
  if (place !== undefined) return problems;
  return [...problems, ...(await readProblem(asJob, table, names))];
}

function warehouseProblem({ warehouse, role }: SessionNames, wanted: SessionNames): string | undefined {
  if (warehouse !== undefined) return undefined;
  return wanted.warehouse === undefined
    ? 'The job would have no warehouse to run its query: set SF_WAREHOUSE, or give its user a default: alter user … set default_warehouse = …'
    : `The job would have no warehouse: ${wanted.warehouse} does not exist, or role ${role} may not use it. Whoever owns it runs: grant usage on warehouse ${writeName(wanted.warehouse)} to role ${role}`;
}

/** A name without database or schema needs the job's own. */
function placeProblem(table: string, { database, schema }: SessionNames): string | undefined {
  if (isQuery(table)) return undefined;
  const given = nameParts(table).length;
  const missing = [
    ...(given < 3 && database === undefined ? ['database'] : []),
    ...(given < 2 && schema === undefined ? ['schema'] : []),
  ];
  if (missing.length === 0) return undefined;
  const settings = missing.map((what) => `SF_${what.toUpperCase()}`).join(' and ');
  return `Table ${table} does not say where it is, and the job would have no current ${missing.join(' and ')}: not set, not there, or not for its role. Set ${settings}, or name the table as DATABASE.SCHEMA.TABLE.`;
}

/** The same name may mean another table for the job than in the user's session. */
async function otherPlace(
  table: string,
  job: SessionNames,
  { session, say }: GivenSession,
): Promise<string | undefined> {
  const mine = await session.currentNames();
  if (mine.warehouse !== undefined && mine.warehouse !== job.warehouse && job.warehouse !== undefined) {
    say(`The job uses warehouse ${job.warehouse}; your session uses ${mine.warehouse}.`);
  }
  if (isQuery(table)) return undefined;
  const [here, there] = [fullName(table, mine), fullName(table, job)];
  if (here === there) return undefined;
  return `Table ${table} is ${here} in the session that you passed, but ${there} for the job. Name it as DATABASE.SCHEMA.TABLE, or set SF_DATABASE and SF_SCHEMA.`;
}

function fullName(table: string, { database = '', schema = '' }: SessionNames): string {
  const parts = nameParts(table);
  return [...[database, schema].slice(0, 3 - parts.length), ...parts].map(writeName).join('.');
}

async function readProblem(asJob: Snowflake, table: string, { role }: SessionNames): Promise<readonly string[]> {
  try {
    await asJob.execute(`explain ${trainingSelect(table)}`);
    return [];
  } catch (error) {
    if (!isUserError(error)) throw error;
    const isDenied = error.facts.code === '003001' && !isQuery(table);
    return [
      isDenied
        ? `Role ${role} may not read ${table}, so the job could not. Whoever owns it runs: grant select on table ${nameParts(table).map(writeName).join('.')} to role ${role}`
        : error.message,
    ];
  }
}
