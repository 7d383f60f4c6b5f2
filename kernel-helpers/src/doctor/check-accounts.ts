import { describeAccount } from '../aws/account';
import { isLocalAccount } from '../aws/clients';
import { bucketOf, bucketProblem, lookAtBucket } from '../sagemaker/bucket';
import { executionRole } from '../sagemaker/execution-role';
import { getSecret } from '../secrets/get-secret';
import { BUCKET_VARIABLE, readSettings } from '../settings';
import { connectIn, finishLooking } from '../snowflake/connect';
import type { SessionNames } from '../snowflake/session/current-names';
import { quietly } from '../surroundings';
import { isOnThisMachine } from '../this-machine';
import { failed, passed, type SetupCheck } from './setup-check';

const LOCAL = 'the LOCAL account on this machine';

/** Which AWS account is in use, local or real, without its number, and as which role: a user's own name is not shown. */
export async function checkAws(name: string, signal: AbortSignal): Promise<SetupCheck> {
  const { region, callerArn } = await describeAccount(signal);
  if (isLocalAccount()) return passed(name, LOCAL);
  const role = /:assumed-role\/([^/]+)\//.exec(callerArn)?.[1];
  return passed(name, `a REAL AWS account, region ${region}${role === undefined ? '' : `, as role ${role}`}`);
}

/**
 * Which Snowflake account is in use, whether it lets us in, and with which warehouse, database and schema: a training job
 * begins with the same ones. None of this starts a warehouse.
 */
export async function checkSnowflake(name: string, signal: AbortSignal): Promise<SetupCheck> {
  const snowflake = await connectIn(quietly(signal));
  let names: SessionNames;
  try {
    names = await snowflake.currentNames({ signal });
  } catch (error) {
    await snowflake.close();
    throw error;
  }
  await finishLooking(snowflake);
  const { accessUrl } = readSettings();
  const isLocal = accessUrl !== undefined && isOnThisMachine(accessUrl);
  if (isLocal !== isLocalAccount()) {
    return failed(
      name,
      isLocal ? LOCAL : 'a REAL Snowflake account',
      'One of AWS and Snowflake is local, and the other is real. Set both, or neither, for the local account.',
    );
  }
  return lookAtNames(name, isLocal ? LOCAL : 'a REAL Snowflake account', names, snowflake.names);
}

/** Names that nobody gave are a fault; one that is not there yet can still be made by the first notebook. */
function lookAtNames(name: string, account: string, current: SessionNames, wanted: SessionNames): SetupCheck {
  const missing = (['warehouse', 'database', 'schema'] as const).filter((what) => current[what] === undefined);
  if (missing.length === 0) return passed(name, account);
  const unnamed = missing.filter((what) => wanted[what] === undefined);
  if (unnamed.length > 0) {
    return failed(
      name,
      `${account}, without a ${unnamed.join(', ')}`,
      `Set ${unnamed.map((what) => `SF_${what.toUpperCase()}`).join(', ')}: a training job needs to know where it works. Defaults of the Snowflake user do as well.`,
    );
  }
  const absent = missing.map((what) => `${what} ${wanted[what]}`).join(', ');
  return {
    ...passed(name, `${account}; not there yet, or not for this role: ${absent}`),
    fix: 'snowflake-load-dataset makes what is missing, if the role may. If they are there, ask for USAGE on them.',
  };
}

/** Whether the secret with Snowflake's credentials can be read and used. */
export async function checkSecret(name: string, signal: AbortSignal): Promise<SetupCheck> {
  const { secretId, workloadIdentity } = readSettings();
  if (workloadIdentity === true) return passed(name, 'not needed: SF_AUTHENTICATOR=WORKLOAD_IDENTITY');
  const secret = await getSecret(secretId, { signal });
  return passed(name, `readable, with the keys ${secret.keys.join(', ')}`);
}

/** Whether a role for training jobs is known. */
export async function checkRole(name: string): Promise<SetupCheck> {
  const role = await executionRole();
  return passed(name, role.slice(role.lastIndexOf('/') + 1));
}

/** Whether the bucket for scripts and models can be used; the first job makes a missing default bucket. */
export async function checkBucket(name: string, signal: AbortSignal): Promise<SetupCheck> {
  const account = await describeAccount(signal);
  const bucket = bucketOf(account);
  const state = await lookAtBucket(bucket, account, signal);
  const problem = bucketProblem(bucket, state);
  const chosen = bucket.isChosen ? `, named by ${BUCKET_VARIABLE}` : '';
  if (problem !== undefined) return failed(name, 'not usable', `${problem.what} ${problem.fix}`);
  return passed(name, state === 'ours' ? `ready${chosen}` : 'missing; the first job makes it');
}
