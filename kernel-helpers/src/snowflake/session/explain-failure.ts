import { type ErrorFacts, PlatformError, UserError } from '../../errors';
import { whyUnreachable } from '../../network/why-unreachable';
import { isOnThisMachine } from '../../this-machine';
import type { ConnectionParameters } from './connection-parameters';
import { NOT_JSON, REQUEST_FAILED, STORAGE_UNREACHABLE, TERMINATED, UNREACHABLE } from './driver-codes';
import { SnowflakeError, type SnowflakeFailure } from './driver-failure';
import { reasonOfFailure } from './failure-reason';

/** The parts of a connection that messages name. */
export type FailureContext = Pick<ConnectionParameters, 'account' | 'accessUrl' | 'role' | 'warehouse'>;

/** Turns a failure of Snowflake into an error that says what to do next. */
export function explainFailure(failure: SnowflakeFailure, context: FailureContext): UserError | PlatformError {
  const options = { cause: new SnowflakeError(failure), facts: factsOf(failure), reason: reasonOfFailure(failure) };
  const told = explanation(failure, context);
  if (told !== undefined) return new UserError(told.failed, { ...options, advice: told.advice });
  const unreachable = networkFailure(failure, context);
  if (unreachable !== undefined)
    return new PlatformError(unreachable.failed, { ...options, advice: unreachable.advice });
  if (failure.sqlState !== undefined && /^(0A|02|22|23|42)/.test(failure.sqlState)) {
    return new UserError(`Snowflake refused the statement: ${oneLine(failure.message)}`, options);
  }
  return new PlatformError(
    `Snowflake failed (code ${failure.code ?? 'unknown'}): ${oneLine(failure.message)}`,
    options,
  );
}

interface Explanation {
  readonly failed: string;
  readonly advice?: string;
}

/** Codes of statements and sessions (docs.snowflake.com, driver error texts); `explainLogin` knows those of logins. */
function explanation(failure: SnowflakeFailure, context: FailureContext): Explanation | undefined {
  const { code, message, status } = failure;
  const { account, role, warehouse } = context;
  if (code === REQUEST_FAILED && (status === 403 || status === 404)) {
    const proxy = status === 403 ? ', or a proxy or firewall on the way refuses the request' : '';
    return {
      failed: `${new URL(context.accessUrl).host} knows no account ${account} (HTTP ${status})${proxy}.`,
      advice: 'Check SF_ACCOUNT; it looks like `myorg-account1`.',
    };
  }
  switch (code) {
    case '390114':
    case '390111':
    case TERMINATED:
      return {
        failed: 'The Snowflake session has ended.',
        advice: 'Connect again: const snowflake = await connect();',
      };
    case '000606':
      return withoutWarehouse(warehouse);
    case '090105':
    case '090106':
      return {
        failed: `No database or schema is chosen for this session: ${oneLine(message)}`,
        advice: 'Run `use schema <database>.<schema>`, or set SF_DATABASE and SF_SCHEMA before connecting.',
      };
    case '003001':
      return {
        failed: `Role ${role ?? '(default)'} may not do this: ${oneLine(message)}`,
        advice: 'Ask for the grant, or connect with another role.',
      };
    case '000630':
      return {
        failed: 'The statement ran into its time limit.',
        advice:
          'Give it more with connect({ statementTimeoutSeconds }), or use a larger warehouse; the account may set a limit of its own (STATEMENT_TIMEOUT_IN_SECONDS).',
      };
    case '002003':
    case '002043':
      return {
        failed: `Snowflake does not find it: ${oneLine(message)}`,
        advice: `Check the spelling, the current schema and the grants of role ${role ?? '(default)'}.`,
      };
    default:
      return undefined;
  }
}

function withoutWarehouse(warehouse: string | undefined): Explanation {
  if (warehouse === undefined) {
    return {
      failed: 'No warehouse is chosen, and this statement needs one.',
      advice: 'Set SF_WAREHOUSE before connecting, or run `use warehouse <name>`.',
    };
  }
  return {
    failed:
      `No warehouse is active: ${warehouse} did not exist, or this role may not use it, when the session began, ` +
      'or it is suspended and does not resume by itself.',
    advice:
      `If it is suspended, run \`alter warehouse ${warehouse} resume\`. If you cannot use it, ask for \`grant usage on warehouse ${warehouse} to role …\`; if it is not there, create it with ` +
      `\`create warehouse ${warehouse} warehouse_size = xsmall auto_suspend = 60\`. Then run \`use warehouse ${warehouse}\`.`,
  };
}

function networkFailure(
  { code, message, networkCode }: SnowflakeFailure,
  context: FailureContext,
): Explanation | undefined {
  const host = new URL(context.accessUrl).host;
  if (code === UNREACHABLE && /ENOTFOUND|getaddrinfo/.test(message)) {
    return {
      failed: `The host ${host} does not exist.`,
      advice: `Check SF_ACCOUNT (${context.account}) and the network.`,
    };
  }
  if (code === UNREACHABLE && isOnThisMachine(context.accessUrl)) {
    return {
      failed: `The local account does not answer at ${host}; it was stopped, or started again.`,
      advice: 'Start it with `npx local-account up`, then connect again: const snowflake = await connect();',
    };
  }
  if (code === UNREACHABLE) return { failed: whyUnreachable(context.accessUrl, { code: networkCode }) };
  if (code === STORAGE_UNREACHABLE) {
    return { failed: `${host} cannot be reached.`, advice: 'Check the network, proxy and firewall.' };
  }
  if (code === NOT_JSON) {
    return { failed: `${host} sent an answer that is not from Snowflake.`, advice: 'Check SF_ACCESS_URL and proxies.' };
  }
  return undefined;
}

export function factsOf({ code, sqlState, queryId, status }: SnowflakeFailure): ErrorFacts {
  return { code, sqlState, queryId, status };
}

/** A message as a part of a sentence of ours. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
