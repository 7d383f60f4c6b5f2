import type { AwsAccount } from '../aws/aws-account';
import { callerOf } from '../aws/ecr-login';
import { judgeCall } from '../aws/judging';
import { RegistryError } from './registry-error';

/** Lets in who has a password of ECR's GetAuthorizationToken, and does what the policy of that caller allows. */
export class Gate {
  constructor(
    private readonly account: AwsAccount,
    private readonly areCallsJudged: boolean,
  ) {}

  /**
   * @param operation ECR's name for what the request does; undefined: it only asks whether it is let in
   * @throws RegistryError UNAUTHORIZED or DENIED
   */
  async require(
    authorization: string | undefined,
    operation: string | undefined,
    repository: string | undefined,
  ): Promise<void> {
    const caller = callerOf(authorization, this.account.credentials);
    if (caller === undefined) {
      throw new RegistryError(
        401,
        'UNAUTHORIZED',
        "Log in as AWS with the password of ECR's GetAuthorizationToken, such as `aws ecr get-login-password` prints.",
        { 'www-authenticate': 'Basic realm="the local account\'s registry",service="ecr.amazonaws.com"' },
      );
    }
    if (!this.areCallsJudged || operation === undefined) return;
    const { region, accountId, endpoint } = this.account;
    const resource = `arn:aws:ecr:${region}:${accountId}:repository/${repository}`;
    const needs = [{ action: `ecr:${operation}`, resource, context: {} }];
    const refusal = await judgeCall(endpoint, { caller, service: 'ecr', operation, needs });
    if (refusal !== undefined) throw new RegistryError(403, 'DENIED', refusal);
  }
}
