import { isOnThisMachine } from '../../this-machine';

/** What the driver takes from the environment alone (snowflake-sdk 3.3.0, `auth_workload_identity/`). */
export function prepareWorkloadIdentity(accessUrl: string, env: NodeJS.ProcessEnv = process.env): void {
  const { AWS_DEFAULT_REGION: region } = env;
  // The AWS CLI calls it so. Without a region the driver asks the metadata service of EC2.
  if (!env.AWS_REGION && region) env.AWS_REGION = region;
  // The driver proves a role to Snowflake's own hosts only; here that is the local account.
  if (isOnThisMachine(accessUrl)) env.SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES ??= new URL(accessUrl).hostname;
}
