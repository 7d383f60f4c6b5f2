/** What a role can hold on each kind of object: https://docs.snowflake.com/en/user-guide/security-access-control-privileges */
export const PRIVILEGES = {
  account: ['CREATE WAREHOUSE', 'CREATE DATABASE', 'CREATE ROLE', 'CREATE USER'],
  warehouse: ['USAGE', 'OPERATE', 'MODIFY', 'MONITOR', 'OWNERSHIP'],
  database: ['USAGE', 'CREATE SCHEMA', 'MODIFY', 'MONITOR', 'OWNERSHIP'],
  schema: [
    'USAGE',
    'CREATE TABLE',
    'CREATE VIEW',
    'CREATE STAGE',
    'CREATE FILE FORMAT',
    'MODIFY',
    'MONITOR',
    'OWNERSHIP',
  ],
  table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'OWNERSHIP'],
  view: ['SELECT', 'REFERENCES', 'OWNERSHIP'],
  stage: ['READ', 'WRITE', 'OWNERSHIP'],
} as const;

export type SecuredKind = keyof typeof PRIVILEGES;

/** An object that rights are about: the account, or an object by its full name. */
export interface Secured {
  readonly kind: SecuredKind;
  readonly path: readonly string[];
}

/** One privilege of a role. */
export interface Privilege extends Secured {
  readonly name: string;
  /** True for what objects of this kind get that are made later in the schema of this path. */
  readonly future: boolean;
}

export function isSame(a: Secured, b: Secured): boolean {
  return a.kind === b.kind && a.path.length === b.path.length && a.path.every((name, index) => name === b.path[index]);
}
