import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import type { PolicyPlaces } from 'kernel-helpers/sagemaker/permissions/resources';
import { SimulatedRole } from '../../support/simulated-role';
import { readTemplate } from './read-template';
import { ResolvedTemplate } from './resolve-template';

/** One action of a statement of the template, on one resource. */
export interface GrantedAction {
  readonly action: string;
  readonly resource: string;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy of one statement for each action on each resource, so that a judgement names the one that allows. */
interface SplitPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly (Omit<Statement, 'Action' | 'Resource'> & {
    readonly Action: string;
    readonly Resource: string;
  })[];
}

const RELEASE = { ReleaseBucket: 'releases', ReleaseKey: 'v1/archive.tar.gz' } as const;
/** The archive that the instance may fetch, as the end of its ARN. */
export const RELEASE_OBJECT = `${RELEASE.ReleaseBucket}/${RELEASE.ReleaseKey}`;

const ROLES: Readonly<Record<Principal, string>> = { notebook: 'NotebookRole', job: 'TrainingRole' };

/** Where the things of a launched stack are; each of them is there, so no statement of the template is left out. */
export type LaunchedPlaces = PolicyPlaces & Required<Pick<PolicyPlaces, 'bucket' | 'notebookRoleArn' | 'kmsKeyArn'>>;

/** A role of the template, with all policies that it gets where every optional parameter is given. */
export function templateRole(principal: Principal, places: LaunchedPlaces): SimulatedRole<SplitPolicy> {
  const { bucket, secretId, jobRoleArn, notebookRoleArn, kmsKeyArn } = places;
  const stack = new ResolvedTemplate(
    readTemplate(),
    {
      SnowflakeAccount: 'myorg-account1',
      ...RELEASE,
      ReleaseSha256: 'a'.repeat(64),
      SubnetId: 'subnet-01234567',
      SecurityGroupIds: 'sg-01234567',
      KmsKeyArn: kmsKeyArn,
      RoleName: notebookRoleArn.slice(notebookRoleArn.lastIndexOf('/') + 1),
    },
    { Bucket: bucket, 'Bucket.Arn': `arn:aws:s3:::${bucket}`, Secret: secretId, 'TrainingRole.Arn': jobRoleArn },
  );
  const policies = stack.resource(ROLES[principal]).Properties.Policies as readonly {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
  const Statement = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(split);
  const arn = principal === 'job' ? jobRoleArn : notebookRoleArn;
  return new SimulatedRole<SplitPolicy>(arn, { Version: '2012-10-17', Statement });
}

/** All that the template allows a role. */
export function grantedActions({ policy }: SimulatedRole<SplitPolicy>): readonly GrantedAction[] {
  return policy.Statement.map(({ Action, Resource }) => ({ action: Action, resource: Resource }));
}

function split(statement: Statement): SplitPolicy['Statement'] {
  return [statement.Action]
    .flat()
    .flatMap((Action) => [statement.Resource].flat().map((Resource) => ({ ...statement, Action, Resource })));
}
