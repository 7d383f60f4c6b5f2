import type { Methods } from './method';

type ConnectionMethod =
  | 'snowflakeAccount'
  | 'awsAccount'
  | 'roles'
  | 'warehouses'
  | 'useRole'
  | 'useWarehouse'
  | 'doctor';

/** Who the hidden session is in Snowflake and in AWS, and what it works with. */
export const connectionMethods: Partial<Methods<ConnectionMethod>> = {};
