import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError } from '../../errors';

/** User and password of this account's registry, good for twelve hours. */
export interface EcrLogin {
  readonly user: string;
  readonly password: string;
}

/** Asks ECR for a login. */
export async function ecrLogin(): Promise<EcrLogin> {
  const { GetAuthorizationTokenCommand } = awsSdk.ecr();
  const answer = await callAws('log in to ECR', () => awsClients.ecr().send(new GetAuthorizationTokenCommand({})));
  const token = answer.authorizationData?.[0]?.authorizationToken;
  if (token === undefined) throw new InternalError('ECR gave no token to log in with.');
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
