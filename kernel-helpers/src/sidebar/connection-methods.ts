import { currentNames } from '../snowflake/session/current-names';
import { writeName } from '../snowflake/statement/identifiers';
import { describeAwsAccount } from './connection/aws-account';
import { runDoctor } from './connection/doctor';
import { listRoles } from './connection/roles';
import { describeSnowflakeAccount } from './connection/snowflake-account';
import { switchTo } from './connection/switch-to';
import { listWarehousesWithState } from './connection/warehouses';
import type { Methods } from './method';

type ConnectionMethod =
  | 'snowflakeAccount'
  | 'awsAccount'
  | 'roles'
  | 'warehouses'
  | 'useRole'
  | 'useWarehouse'
  | 'doctor';

/** Who the hidden session is in Snowflake and in AWS, and what it works with. Notebooks keep their own role and warehouse. */
export const connectionMethods: Methods<ConnectionMethod> = {
  snowflakeAccount: (_, { snowflake, signal }) =>
    snowflake.use(signal, (session) => describeSnowflakeAccount(session, signal)),
  awsAccount: (_, { signal }) => describeAwsAccount(signal),
  roles: (_, { snowflake, signal }) =>
    snowflake.use(signal, async (session) => [...(await listRoles(session, signal))]),
  warehouses: (_, { snowflake, signal }) =>
    snowflake.use(signal, async (session) => {
      const { warehouse } = await currentNames(session, signal);
      return [...(await listWarehousesWithState(session, warehouse, signal))];
    }),
  useRole: ({ name }, { snowflake, signal }) =>
    snowflake.use(signal, async (session) => {
      await switchTo(session, 'role', name, signal);
      snowflake.choose({ role: writeName(name) });
      return await describeSnowflakeAccount(session, signal);
    }),
  useWarehouse: ({ name }, { snowflake, signal }) =>
    snowflake.use(signal, async (session) => {
      await switchTo(session, 'warehouse', name, signal);
      snowflake.choose({ warehouse: writeName(name) });
      return await describeSnowflakeAccount(session, signal);
    }),
  doctor: (_, { emit, signal }) => runDoctor(emit, signal),
};
