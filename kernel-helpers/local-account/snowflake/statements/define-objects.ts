import type {
  CreateContainer,
  CreateRole,
  CreateStage,
  CreateTable,
  CreateUser,
  CreateView,
  CreateWarehouse,
  DropObject,
} from '../sql/statement';
import { createRole, createUser, dropRoleOrUser } from './change-rights';
import type { StatementContext } from './context';
import { createDatabase, createSchema, createWarehouse } from './create-containers';
import { createStage } from './create-stage';
import { createTable } from './create-table';
import { createView } from './create-view';
import { dropDatabase, dropSchema, dropStage, dropTable, dropView, dropWarehouse } from './drop-objects';

export type CreateStatement =
  | CreateWarehouse
  | CreateContainer
  | CreateTable
  | CreateView
  | CreateStage
  | CreateRole
  | CreateUser;

/** Runs one CREATE; answers Snowflake's status line. */
export async function createObject(context: StatementContext, create: CreateStatement): Promise<string> {
  switch (create.kind) {
    case 'create warehouse':
      return createWarehouse(context, create);
    case 'create database':
      return createDatabase(context, create);
    case 'create schema':
      return createSchema(context, create);
    case 'create table':
      return createTable(context, create);
    case 'create view':
      return createView(context, create);
    case 'create stage':
      return createStage(context, create);
    case 'create role':
      return createRole(context, create);
    case 'create user':
      return createUser(context, create);
  }
}

/** Runs one DROP; answers Snowflake's status line. */
export async function dropObject(context: StatementContext, drop: DropObject): Promise<string> {
  switch (drop.object) {
    case 'warehouse':
      return dropWarehouse(context, drop);
    case 'database':
      return dropDatabase(context, drop);
    case 'schema':
      return dropSchema(context, drop);
    case 'table':
      return dropTable(context, drop);
    case 'view':
      return dropView(context, drop);
    case 'stage':
      return dropStage(context, drop);
    case 'role':
    case 'user':
      return dropRoleOrUser(context, drop.object, drop.name.at(-1) ?? '', drop.ifExists);
  }
}
