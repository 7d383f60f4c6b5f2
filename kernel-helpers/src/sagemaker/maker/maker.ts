import { hostname, userInfo } from 'node:os';
import { describeAccount } from '../../aws/account';
import { MAKER_TAG_KEY } from '../names';
import type { Tag } from '../resource-tags';
import { type NotebookMetadata, readNotebookMetadata } from './notebook-metadata';

/** SageMaker's pattern and limit for a tag's value (API reference, Tag). */
const OUTSIDE_OF_TAGS = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;
const MAX_TAG_LENGTH = 256;

/**
 * Names of sessions that no person chose: `SageMaker` on notebook instances and in Studio, an EC2 instance's id, and
 * what programs make from the time (`aws-sdk-js-…` and `botocore-session-…` in AWS's SDKs). Several people can share
 * the first two, and the others are new in each session.
 */
const NAMED_BY_PROGRAMS = /^(?:SageMaker|i-[0-9a-f]{8,17}|(?:.*[-_])?\d{10,})$/;

/** The tag for what the caller of this process makes. */
export async function makerTag(signal?: AbortSignal): Promise<Tag> {
  return { Key: MAKER_TAG_KEY, Value: await currentMaker(signal) };
}

/**
 * Who makes the calls of this process, in the form that tags have: `user/alice` or `assumed-role/Analysts/alice`.
 * Where the session's name does not tell people apart, the place where they work does.
 */
export async function currentMaker(signal?: AbortSignal): Promise<string> {
  const { callerArn } = await describeAccount(signal);
  return makerOf(callerArn, workplaceOf(await readNotebookMetadata()));
}

/** The maker that a resource's tags name; undefined if it carries no such tag. */
export function makerIn(tags: readonly { readonly Key?: string; readonly Value?: string }[]): string | undefined {
  return tags.find(({ Key }) => Key === MAKER_TAG_KEY)?.Value;
}

/**
 * True for the same maker. IAM keeps no two names that differ in case alone (IAM user guide, "IAM identifiers"), and
 * sign-in services write the same person's name in one case today and in another tomorrow.
 */
export function isSameMaker(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Who a caller is: the end of the ARN, with the place instead of a session's name that no person chose. */
export function makerOf(callerArn: string, workplace: string): string {
  const principal = callerArn.split(':').slice(5).join(':');
  const [, role, session = ''] = /^(assumed-role\/[^/]+)\/([^/]+)$/.exec(principal) ?? [];
  const maker = role !== undefined && NAMED_BY_PROGRAMS.test(session) ? `${role} at ${workplace}` : principal;
  return maker.replace(OUTSIDE_OF_TAGS, '_').slice(0, MAX_TAG_LENGTH);
}

/** The notebook instance or Studio space, elsewhere the user and the name of this machine. */
export function workplaceOf({ ResourceName, DomainId, UserProfileName, SpaceName }: NotebookMetadata): string {
  if (DomainId !== undefined) return ['Studio', DomainId, UserProfileName, SpaceName].filter(Boolean).join('/');
  if (ResourceName !== undefined) return `notebook instance ${ResourceName}`;
  return `${userName()}@${hostname()}`;
}

/** A container may run as a user who has a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
