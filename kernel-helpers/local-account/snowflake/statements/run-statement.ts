import { statusResult } from '../results/result-set';
import { isTrue } from '../sql/parse-files';
import type { Statement } from '../sql/statement';
import { alterWarehouse } from './alter-warehouse';
import { alterUser, changePrivileges, changeRoles } from './change-rights';
import { commentOnTable } from './comment-on-table';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';
import { copyIntoTable } from './copy-into-table';
import { createObject, dropObject } from './define-objects';
import { describeObject } from './describe-object';
import { describeTable } from './describe-table';
import { explainQuery } from './explain-query';
import { requireRights } from './require-rights';
import { runChange, truncateTable } from './run-change';
import { runQuery } from './run-query';
import { runWait } from './run-wait';
import { scanResult } from './scan-result';
import { setParameters, unsetParameters, useObject } from './set-session';
import { showObjects } from './show-objects';
import { showGrantsToUser } from './show-roles';
import { listFiles, putFiles, removeFiles } from './stage-files';

/** Runs one parsed statement; what fails, fails as SnowflakeError or as DuckDB's own error. */
export async function runStatement(context: StatementContext, statement: Statement): Promise<StatementAnswer> {
  requireRights(context, statement);
  switch (statement.kind) {
    case 'query':
      return runQuery(context, statement.sql);
    case 'explain':
      return explainQuery(context, statement.sql);
    case 'result scan':
      return scanResult(context, statement);
    case 'insert':
    case 'update':
    case 'delete':
      return inTransactionMode(context, () => runChange(context, statement));
    case 'truncate':
      return inTransactionMode(context, () => truncateTable(context, statement));
    case 'copy':
      return inTransactionMode(context, () => copyIntoTable(context, statement));
    case 'begin':
    case 'commit':
    case 'rollback':
      await context.session[statement.kind]();
      return status('Statement executed successfully.', STATEMENT_TYPE.transaction);
    case 'create warehouse':
    case 'create database':
    case 'create schema':
    case 'create table':
    case 'create view':
    case 'create stage':
    case 'create role':
    case 'create user':
      return asDefinition(context, () => createObject(context, statement));
    case 'alter user':
      return asDefinition(context, () => alterUser(context, statement));
    case 'grant role':
    case 'revoke role':
      return asDefinition(context, () => changeRoles(context, statement));
    case 'grant privileges':
    case 'revoke privileges':
      return asDefinition(context, () => changePrivileges(context, statement));
    case 'alter warehouse':
      return status(alterWarehouse(context, statement), STATEMENT_TYPE.definition);
    case 'drop':
      return asDefinition(context, () => dropObject(context, statement));
    case 'comment':
      return asDefinition(context, () => commentOnTable(context, statement));
    case 'use':
      useObject(context, statement.object, statement.name);
      return status('Statement executed successfully.', STATEMENT_TYPE.use);
    case 'use secondary roles':
      return status('Statement executed successfully.', STATEMENT_TYPE.use);
    case 'set parameters':
      setParameters(context, statement.values);
      return status('Statement executed successfully.', STATEMENT_TYPE.alterSession);
    case 'unset parameters':
      unsetParameters(context.session, statement.names);
      return status('Statement executed successfully.', STATEMENT_TYPE.alterSession);
    case 'show':
      return { result: await showObjects(context, statement), statementTypeId: STATEMENT_TYPE.show };
    case 'show grants':
      return { result: showGrantsToUser(context, statement.user), statementTypeId: STATEMENT_TYPE.show };
    case 'describe table':
      return { result: describeTable(context, statement.name), statementTypeId: STATEMENT_TYPE.describe };
    case 'describe object':
      return { result: describeObject(context, statement), statementTypeId: STATEMENT_TYPE.describe };
    case 'wait':
      return runWait(context, statement);
    case 'put':
      return putFiles(context, statement);
    case 'list':
      return { result: await listFiles(context, statement), statementTypeId: STATEMENT_TYPE.list };
    case 'remove':
      return { result: await removeFiles(context, statement), statementTypeId: STATEMENT_TYPE.remove };
  }
}

function status(message: string, statementTypeId: number): StatementAnswer {
  return { result: statusResult(message), statementTypeId };
}

/** Snowflake's definitions commit the open transaction first and are a transaction of their own. */
async function asDefinition(context: StatementContext, define: () => Promise<string>): Promise<StatementAnswer> {
  await context.session.commit();
  return status(await context.account.catalog.turns.take(define), STATEMENT_TYPE.definition);
}

/** With AUTOCOMMIT = FALSE the first change opens a transaction. */
async function inTransactionMode(
  context: StatementContext,
  change: () => Promise<StatementAnswer>,
): Promise<StatementAnswer> {
  const { session } = context;
  if (!isTrue(session.parameters.get('AUTOCOMMIT') ?? 'TRUE')) await session.begin();
  return change();
}
