import { type ErrorFacts, PlatformError, UserError } from '../../errors';
import { whyUnreachable } from '../../network/why-unreachable';
import { isOnThisMachine } from '../../this-machine';
import type { ConnectionParameters } from './connection-parameters';
import { SnowflakeError, type SnowflakeFailure } from './driver-failure';

/** The parts of a connection that messages name. */
export type FailureContext = Pick<ConnectionParameters, 'account' | 'accessUrl' | 'role' | 'warehouse'>;

// The driver's own codes (snowflake-sdk 3.3.0, constants/error_messages.js).
export const UNREACHABLE = '401001';
const REQUEST_FAILED = '401002';
const NOT_JSON = '401003';
const STORAGE_UNREACHABLE = '402001';

/** Turns a failure of Snowflake into an error that says what to do next. */
export function explainFailure(failure: SnowflakeFailure, context: FailureContext): UserError | PlatformError {
  const options = { cause: new SnowflakeError(failure), facts: factsOf(failure) };
  const advice = adviceFor(failure, context);
  if (advice !== undefined) return new UserError(advice, options);
  const unreachable = networkAdvice(failure, context);
  if (unreachable !== undefined) return new PlatformError(unreachable, options);
  if (failure.sqlState !== undefined && /^(0A|02|22|23|42)/.test(failure.sqlState)) {
    return new UserError(`Snowflake refused the statement: ${oneLine(failure.message)}`, options);
  }
  return new PlatformError(
    `Snowflake failed (code ${failure.code ?? 'unknown'}): ${oneLine(failure.message)}`,
    options,
  );
}

/** Codes of statements and sessions (docs.snowflake.com, driver error texts); `explainLogin` knows those of logins. */
function adviceFor(failure: SnowflakeFailure, context: FailureContext): string | undefined {
  const { code, message, status } = failure;
  const { account, role, warehouse } = context;
  if (code === REQUEST_FAILED && (status === 403 || status === 404)) {
    const proxy = status === 403 ? ', or a proxy or firewall on the way refuses the request' : '';
    return `${new URL(context.accessUrl).host} knows no account ${account} (HTTP ${status})${proxy}. Check SF_ACCOUNT; it looks like \`myorg-account1\`.`;
  }
  switch (code) {
    case '390114':
    case '390111':
      return 'The Snowflake session has ended. Connect again: const snowflake = await connect();';
    case '000606':
      return warehouseAdvice(warehouse);
    case '090105':
    case '090106':
      return `No database or schema is chosen for this session: ${oneLine(message)} Run \`use schema <database>.<schema>\`, or set SF_DATABASE and SF_SCHEMA before connecting.`;
    case '003001':
      return `Role ${role ?? '(default)'} may not do this: ${oneLine(message)} Ask for the grant, or connect with another role.`;
    case '000630':
      return 'The statement ran into its time limit. Give it more with connect({ statementTimeoutSeconds }), or use a larger warehouse; the account may set a limit of its own (STATEMENT_TIMEOUT_IN_SECONDS).';
    case '002003':
    case '002043':
      return `Snowflake does not find it: ${oneLine(message)} Check the spelling, the current schema and the grants of role ${role ?? '(default)'}.`;
    default:
      return undefined;
  }
}

function warehouseAdvice(warehouse: string | undefined): string {
  if (warehouse === undefined) {
    return 'No warehouse is chosen, and this statement needs one. Set SF_WAREHOUSE before connecting, or run `use warehouse <name>`.';
  }
  return (
    `No warehouse is active: ${warehouse} did not exist, or this role may not use it, when the session began. If it is there, ask for ` +
    `\`grant usage on warehouse ${warehouse} to role …\`; otherwise create it with ` +
    `\`create warehouse ${warehouse} warehouse_size = xsmall auto_suspend = 60\`. Then run \`use warehouse ${warehouse}\`.`
  );
}

function networkAdvice({ code, message, networkCode }: SnowflakeFailure, context: FailureContext): string | undefined {
  const host = new URL(context.accessUrl).host;
  if (code === UNREACHABLE && /ENOTFOUND|getaddrinfo/.test(message)) {
    return `The host ${host} does not exist. Check SF_ACCOUNT (${context.account}) and the network.`;
  }
  if (code === UNREACHABLE && isOnThisMachine(context.accessUrl)) {
    return `The local account does not answer at ${host}; it was stopped, or started again. Start it with \`npx local-account up\`, then connect again: const snowflake = await connect();`;
  }
  if (code === UNREACHABLE) return whyUnreachable(context.accessUrl, { code: networkCode });
  if (code === STORAGE_UNREACHABLE) {
    return `${host} cannot be reached. Check the network, proxy and firewall.`;
  }
  if (code === NOT_JSON) return `${host} sent an answer that is not from Snowflake. Check SF_ACCESS_URL and proxies.`;
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
