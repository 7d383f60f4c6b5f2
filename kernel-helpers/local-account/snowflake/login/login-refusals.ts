import { randomUUID } from 'node:crypto';
import { SnowflakeError } from '../snowflake-error';

const refusal = (code: string, message: string) => (): SnowflakeError => new SnowflakeError(code, '08001', message);

/**
 * Refusals of a login in the service's words. Sources: docs.snowflake.com, "Key pair authentication: troubleshooting",
 * "Federated authentication and SSO troubleshooting" (390139) and the REST API tutorials (390202); tests of
 * snowflakedb/drivers and gosnowflake (390100, 394400); error reports of users that quote code and text (390101, 390102,
 * 390197, 390422, 390432, 394508, 394509).
 */
export const refusals = {
  wrongPassword: refusal('390100', 'Incorrect username or password was specified.'),
  disabled: refusal('390101', 'User access disabled. Contact your local system administrator.'),
  locked: refusal(
    '390102',
    'Your user account has been temporarily locked due to too many failed attempts. Try again after 15 minutes or contact your account administrator for assistance.',
  ),
  unknownAuthenticator: refusal(
    '390139',
    'The specified authenticator is not accepted by your Snowflake account configuration.  Please contact your local system administrator to get the correct URL to use.',
  ),
  /** The service tells the reason to administrators only, by SYSTEM$GET_LOGIN_FAILURE_DETAILS of this UUID. */
  invalidJwt: () => refusal('390144', `JWT token is invalid. [${randomUUID()}]`)(),
  notEnrolled: refusal(
    '390197',
    'Multi-factor authentication is required for this account. Log in to Snowsight to enroll.',
  ),
  policy: refusal('390202', 'Authentication attempt rejected by the current authentication policy.'),
  invalidOauthToken: () => refusal('390303', `Invalid OAuth access token. [${randomUUID()}]`)(),
  blockedAddress: refusal(
    '390422',
    'Incoming request with IP/Token 127.0.0.1 is not allowed to access Snowflake. Contact your account administrator.',
  ),
  networkPolicyRequired: refusal('390432', 'Network policy is required.'),
  invalidAccessToken: refusal('394400', 'Programmatic access token is invalid.'),
  passcodeRequired: refusal(
    '394508',
    'Failed to authenticate: MFA with TOTP is required. To authenticate, provide both your password and a current TOTP passcode.',
  ),
  noUsableFactor: refusal(
    '394509',
    'Failed to authenticate: MFA authentication is required, but none of your current MFA methods are supported for programmatic authentication.',
  ),
} as const;
