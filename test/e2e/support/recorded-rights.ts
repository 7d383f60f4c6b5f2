import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALL_RECORD_VARIABLE, recordedCallSchema as ownCallSchema } from 'kernel-helpers/aws/call-record';
import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { neededActions, neededPolicy } from 'kernel-helpers/sagemaker/permissions/policy';
import { NOTEBOOK_INSTANCE_NAME, REPOSITORY_NAME } from 'kernel-helpers/story-names';
import type { z } from 'zod';
import { recordedCallSchema } from '../../../kernel-helpers/local-account/aws/judging';
import {
  type GrantedAction,
  grantedActions,
  RELEASE_OBJECT,
  templateRole,
} from '../../cloudformation/support/template-role';
import { LOCAL_PLACES } from '../../support/places-of-local-account';
import type { AskedAction } from '../../support/simulated-role';

type RecordedCall = z.infer<typeof recordedCallSchema>;

/** What no call on the local account needs although the template always allows it, by the reason. */
export const NOT_NEEDED: Readonly<Record<Principal, Readonly<Record<string, readonly string[]>>>> = {
  notebook: {
    'the local image has no layers that are pushed': [
      'ecr:GetAuthorizationToken on *',
      ...on(
        `repository/${REPOSITORY_NAME}`,
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:BatchGetImage',
      ),
    ],
    'no start fails': [`s3:DeleteObject on ${LOCAL_PLACES.bucket}/*`],
    'AWS allows it without a statement': ['sts:GetCallerIdentity on *'],
    'the instance asks for its role, and stops itself': on(
      `notebook-instance/${NOTEBOOK_INSTANCE_NAME}`,
      'sagemaker:DescribeNotebookInstance',
      'sagemaker:StopNotebookInstance',
    ),
    'the instance has a start script, whose words SageMaker writes': on(
      'log-group:/aws/sagemaker/NotebookInstances*',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
    ),
    'the start script fetches the release': [`s3:GetObject on ${RELEASE_OBJECT}`],
  },
  job: {
    'the local image has no layers': [
      'ecr:GetAuthorizationToken on *',
      ...on(`repository/${REPOSITORY_NAME}`, 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer'),
    ],
    'only the real SageMaker asks for streams': ['logs:DescribeLogStreams on log-group:/aws/sagemaker/*'],
  },
};

/** The options of `local-account up` that allow callers only what the table of permissions names, and record the calls. */
export function writePolicies(folder: string): string {
  const { kmsKeyArn: _, hasNetwork: __, bucket: ___, ...places } = LOCAL_PLACES;
  const options = (['notebook', 'job'] as const).map((principal) => {
    const path = join(folder, `${principal}.json`);
    writeFileSync(path, JSON.stringify(neededPolicy(principal, places)));
    return `--${principal}-policy ${path}`;
  });
  return [...options, `--record-calls ${recordIn(folder)}`].join(' ');
}

/** All calls since the account's start. */
export function readCalls(folder: string): readonly RecordedCall[] {
  return readLines(recordIn(folder), recordedCallSchema);
}

/** The variable by which notebooks, sidebar and jobs record their own calls, too. */
export function ownRecordVariable(folder: string): Readonly<Record<string, string>> {
  return { [CALL_RECORD_VARIABLE]: ownRecordIn(folder) };
}

/** Operations that the account has seen, but that those who asked for them have not recorded; and those they have. */
export function compareRecords(
  principal: Principal,
  folder: string,
): { readonly missing: readonly string[]; readonly own: ReadonlySet<string> } {
  const own = operationsOf(principal, readLines(ownRecordIn(folder), ownCallSchema));
  return { missing: [...operationsOf(principal, readCalls(folder))].filter((operation) => !own.has(operation)), own };
}

function operationsOf(
  principal: Principal,
  calls: readonly { readonly caller: string; readonly operation: string }[],
): ReadonlySet<string> {
  return new Set(calls.filter(({ caller }) => caller === principal).map(({ operation }) => operation));
}

function readLines<Call>(path: string, schema: z.ZodType<Call>): readonly Call[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

/** What calls needed that the role of the template does not allow. */
export async function deniedByTemplate(
  principal: Principal,
  calls: readonly RecordedCall[],
): Promise<readonly AskedAction[]> {
  return templateRole(principal, LOCAL_PLACES).denied(neededBy(principal, calls));
}

/** What the template always allows although no call needed it, as `action on resource`. */
export async function notNeeded(principal: Principal, calls: readonly RecordedCall[]): Promise<readonly string[]> {
  const role = templateRole(principal, LOCAL_PLACES);
  const judged = await Promise.all(neededBy(principal, calls).map((call) => role.judge(call)));
  const used = new Set(judged.flatMap(({ statements }) => statements));
  // What is needed only sometimes says itself when.
  const sometimes = neededActions(principal, LOCAL_PLACES).filter(({ onlyWhen }) => onlyWhen !== undefined);
  const reasoned = new Set(sometimes.map(named));
  return grantedActions(role)
    .filter((_, index) => !used.has(index))
    .map(named)
    .filter((one) => !reasoned.has(one));
}

function named({ action, resource }: GrantedAction): string {
  return `${action} on ${resource.split(':').slice(5).join(':') || resource}`;
}

function on(resource: string, ...actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${action} on ${resource}`);
}

/** Each need once: the simulator takes milliseconds for one. */
function neededBy(principal: Principal, calls: readonly RecordedCall[]): readonly AskedAction[] {
  const needs = calls.filter(({ caller }) => caller === principal).flatMap((call) => call.needs);
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

function recordIn(folder: string): string {
  return join(folder, 'calls');
}

function ownRecordIn(folder: string): string {
  return join(folder, 'own-calls');
}
