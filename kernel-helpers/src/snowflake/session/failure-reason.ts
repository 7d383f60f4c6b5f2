import type { ErrorReason } from '../../error-reason';
import { NOT_JSON, REQUEST_FAILED, STORAGE_UNREACHABLE, TERMINATED, UNREACHABLE } from './driver-codes';
import type { SnowflakeFailure } from './driver-failure';

/**
 * Codes of statements and sessions (docs.snowflake.com, driver error texts; 390111 to 390114: snowflakedb/drivers,
 * `sf_core/src/rest/snowflake/mod.rs`; 090073: reports of users that quote code and text).
 */
const BY_CODE: Readonly<Record<string, ErrorReason>> = {
  '000604': 'interrupted',
  '000606': 'no-warehouse',
  '000630': 'timed-out',
  '000904': 'column-not-found',
  '002043': 'not-found',
  '090073': 'quota-exceeded',
  '090105': 'no-schema',
  '090106': 'no-schema',
  '390104': 'expired',
  '390111': 'expired',
  '390112': 'expired',
  '390114': 'expired',
  [TERMINATED]: 'expired',
  [UNREACHABLE]: 'unreachable',
  [STORAGE_UNREACHABLE]: 'unreachable',
  [NOT_JSON]: 'unreadable-answer',
};

/** Codes of logins; where each comes from is said in `login-advice.ts`. All other refusals of logins are `not-signed-in`. */
const BY_LOGIN_CODE: Readonly<Record<string, ErrorReason>> = {
  '390101': 'suspended',
  '390102': 'suspended',
  '390106': 'suspended',
  '390913': 'suspended',
  '390139': 'not-authorised',
  '390186': 'not-authorised',
  '390189': 'not-authorised',
  '390202': 'not-authorised',
  '390420': 'not-authorised',
  '390422': 'not-authorised',
  '390432': 'not-authorised',
  '390194': 'bad-settings',
  '390201': 'not-found',
  '390318': 'expired',
};

/** Why a statement failed, by Snowflake's code or SQL state, or by the driver's code. */
export function reasonOfFailure({ code = '', sqlState, status }: SnowflakeFailure): ErrorReason | undefined {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known !== undefined) return known;
  if (code === REQUEST_FAILED && status !== undefined) return reasonOfStatus(status);
  switch (sqlState) {
    // With 002003 Snowflake says so of tables and views, and 02000 of all else.
    case '42S02':
      return 'table-not-found';
    case '02000':
      return 'not-found';
    case '42501':
      return 'not-authorised';
    case '42710':
      return 'already-exists';
    default:
      return sqlState !== undefined && /^(?:0A|02|21|22|23|42)/.test(sqlState) ? 'refused' : undefined;
  }
}

/** Why a login failed. */
export function reasonOfLogin(failure: SnowflakeFailure): ErrorReason | undefined {
  const { code = '', sqlState } = failure;
  if (Object.hasOwn(BY_LOGIN_CODE, code)) return BY_LOGIN_CODE[code];
  if (/^39\d{4}$/.test(code) || sqlState === '28000') return 'not-signed-in';
  return reasonOfFailure(failure);
}

function reasonOfStatus(status: number): ErrorReason | undefined {
  // Snowflake answers so on the host of an account that it does not know.
  if (status === 403 || status === 404) return 'bad-settings';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : undefined;
}
