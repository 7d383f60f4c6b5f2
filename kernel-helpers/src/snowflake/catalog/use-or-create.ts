import { isUserError, UserError } from '../../errors';
import { currentNames } from '../session/current-names';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier, quoteText, writeName } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';
import { likePattern } from './show-table';

/** Where a session works. */
export interface SnowflakePlace {
  readonly warehouse: string;
  readonly database: string;
  readonly schema: string;
}

/** One part of a place, with its statements. Names are written as SQL. */
interface Part {
  readonly what: 'warehouse' | 'database' | 'schema';
  readonly name: string;
  readonly show: string;
  readonly create: string;
  /** What a role needs to work there and to load tables. */
  readonly grant: string;
}

/** Snowflake's codes: no right for this; the name is taken (by something that the role sees, or does not see). */
const DENIED = ['003001', '003041'];
const TAKEN = '002002';

/**
 * Makes a place the session's current one, and creates what SHOW does not list. It does not ask Snowflake to create what
 * is there: CREATE … IF NOT EXISTS fails without the right to create, even then.
 * @returns what was done, as a sentence.
 * @throws UserError with every statement that somebody with more rights has to run.
 */
export async function useOrCreate(session: Session, place: SnowflakePlace, signal: AbortSignal): Promise<string> {
  const done: string[] = [];
  const denied: Part[] = [];
  for (const part of partsOf(place)) {
    const isInside = part.what !== 'schema' || !denied.some(({ what }) => what === 'database');
    const outcome = isInside ? await findOrCreate(session, part, signal) : 'denied';
    if (outcome === 'denied') denied.push(part);
    else done.push(`${part.what} ${part.name} ${outcome}`);
  }
  if (denied.length > 0) throw await mayNot(session, denied, signal);
  await use(session, partsOf(place), signal);
  const sentence = done.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function partsOf({ warehouse, database, schema }: SnowflakePlace): readonly Part[] {
  const [wh, db, sc] = [warehouse, database, schema].map(onePart);
  const [w, d, s] = [wh, db, sc].map(writeName);
  const like = (name: string): string => `like ${quoteText(likePattern(name))}`;
  return [
    {
      what: 'warehouse',
      name: w,
      show: `show warehouses ${like(wh)}`,
      create: `create warehouse ${w} warehouse_size = xsmall auto_suspend = 60 auto_resume = true initially_suspended = true`,
      grant: `grant usage on warehouse ${w}`,
    },
    {
      what: 'database',
      name: d,
      show: `show databases ${like(db)}`,
      create: `create database ${d}`,
      grant: `grant usage on database ${d}`,
    },
    {
      what: 'schema',
      name: `${d}.${s}`,
      show: `show schemas ${like(sc)} in database ${quoteIdentifier(db)}`,
      create: `create schema ${d}.${s}`,
      grant: `grant usage, create table, create stage on schema ${d}.${s}`,
    },
  ];
}

function onePart(name: string): string {
  const parts = nameParts(name);
  if (parts.length === 1) return parts[0];
  throw new UserError(`useOrCreate() takes single names, and ${name} has ${parts.length} parts.`);
}

async function findOrCreate(
  session: Session,
  { name, show, create }: Part,
  signal: AbortSignal,
): Promise<'was there' | 'was created' | 'denied'> {
  const wanted = nameParts(name).at(-1);
  const listed = await rowsOf(session, show, signal);
  if (listed.some((row) => row.name === wanted)) return 'was there';
  try {
    await rowsOf(session, create, signal);
    return 'was created';
  } catch (error) {
    const code = isUserError(error) ? String(error.facts.code) : '';
    if (DENIED.includes(code)) return 'denied';
    // Another session was faster.
    if (code === TAKEN) return 'was there';
    throw error;
  }
}

async function use(session: Session, parts: readonly Part[], signal: AbortSignal): Promise<void> {
  const [warehouse, database, schema] = parts;
  try {
    await rowsOf(session, `use warehouse ${warehouse.name}`, signal);
    await rowsOf(session, `use schema ${schema.name}`, signal);
  } catch (error) {
    // Somebody may see an object and not use it.
    if (isUserError(error) && error.facts.code === '002043') {
      throw await mayNot(session, [warehouse, database, schema], signal, error);
    }
    throw error;
  }
}

async function mayNot(
  session: Session,
  parts: readonly Part[],
  signal: AbortSignal,
  cause?: unknown,
): Promise<UserError> {
  const { role = '…' } = await currentNames(session, signal);
  const names = parts.map(({ what, name }) => `${what} ${name}`).join(', ');
  const statements = parts.flatMap(({ create, grant }) => [
    `${create.replace(/^create (\w+)/, 'create $1 if not exists')};`,
    `${grant} to role ${writeName(role)};`,
  ]);
  return new UserError(
    `Role ${role} finds no ${names} to use, and may not create it. Whoever administers the account runs once:\n${statements.join('\n')}`,
    { cause, facts: { code: '003001' }, reason: 'not-authorised' },
  );
}
