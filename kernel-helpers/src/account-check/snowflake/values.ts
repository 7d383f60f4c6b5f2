import { writeTable } from '../../snowflake/load/write-table';
import { readColumns } from '../../snowflake/result/read-columns';
import type { Session } from '../../snowflake/session/session';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { Table } from '../../table/columnar-table';
import { compareTables } from '../../table/compare-tables';
import { type AccountCheck, failed, passed } from '../account-check';
import { accountsInUse } from '../account-under-check';
import { uniqueTableName } from '../unique-name';
import { type ValueCase, valueCases } from './value-cases';

/** Whether values of every type arrive and come back exactly, by the way of the notebooks: Parquet, PUT, COPY, SELECT. */
export const valuesCheck: AccountCheck = {
  name: 'values',
  proves: 'one row of each type is written to a temporary table and read back exactly, by our reader and by the driver',
  needs: ['warehouse'],
  uses: { warehouseSeconds: 30 },
  limitSeconds: 180,
  async run(account, signal) {
    // The local account keeps neither nanoseconds nor offsets, and says so in its README.
    const cases = valueCases({ hasNanoseconds: accountsInUse().snowflake === 'REAL' });
    const session = await account.session();
    const name = uniqueTableName();
    const remove = async (within: AbortSignal): Promise<void> => {
      await rowsOf(session, `drop table if exists ${name}`, within);
    };
    account.made.add({ what: `temporary table ${name}`, byHand: 'it ends with its session', remove });
    const columns = cases.map((one) => `${one.name} ${one.sqlType}`).join(', ');
    await rowsOf(session, `create temporary table ${name} (${columns})`, signal);
    account.tell('loading');
    const sent = Table.fromRows([rowOf(cases), rowOf(cases.map((one) => ({ ...one, value: null })))]);
    await writeTable(session, sent, name, { ifExists: 'append', signal });
    account.tell('reading');
    const select = `select * from ${name}`;
    const [ours, driver] = [await readOurs(session, select, signal), await readInDriver(session, select, signal)];
    const problems = [...problemsOf(sent, ours), ...problemsInDriver(cases, driver)];
    if (problems.length === 0) return passed(`${cases.length} types, exact`);
    return failed(`not exact: ${problems.join('; ')}`, 'Please report it, with the file that --report writes.');
  },
};

function rowOf(cases: readonly Pick<ValueCase, 'name' | 'value'>[]): Readonly<Record<string, ValueCase['value']>> {
  return Object.fromEntries(cases.map(({ name, value }) => [name, value]));
}

async function readOurs(session: Session, sqlText: string, signal: AbortSignal): Promise<Table> {
  return new Table(await readColumns(await session.run({ sqlText, signal }), { signal }));
}

type Row = Readonly<Record<string, unknown>>;

/** The row that is not all null. */
async function readInDriver(session: Session, sqlText: string, signal: AbortSignal): Promise<Row | undefined> {
  const rows = await session.transferFiles({ sqlText: `${sqlText} where FLAG is not null`, signal });
  return rows[0];
}

function problemsOf(sent: Table, read: Table): readonly string[] {
  return compareTables(sent, read)
    .columns.filter(({ same }) => !same)
    .map(({ column, difference }) => `${column} ${difference}`);
}

function problemsInDriver(cases: readonly ValueCase[], row: Row | undefined): readonly string[] {
  return cases
    .filter(({ name, inDriver }) => plain(row?.[name]) !== inDriver)
    .map(({ name, inDriver }) => `${name} is ${String(plain(row?.[name]))} in the driver, not ${String(inDriver)}`);
}

/** The driver's dates and time stamps count as their milliseconds. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Number(value) : value;
}
