import { PROJECT_TAG } from '../story-names';
import { MAKER_TAG_KEY } from './names';

/** Tags by their keys: `{ 'cost-center': '1234' }`. */
export type ResourceTags = Readonly<Record<string, string>>;

/** A tag as AWS's API has it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html, and "Array Members: Maximum number of 50 items".
const MAX_TAGS = 50;
/** By these keys `cleanUp` finds what this project, and who, has made. */
const RESERVED: readonly string[] = [PROJECT_TAG.Key, MAKER_TAG_KEY];
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const OF_AWS = /^aws:/i;

/** Says what is wrong with the option `tags`; an empty list if nothing is. */
export function tagProblems(tags: ResourceTags | undefined): string[] {
  if (tags === undefined) return [];
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) {
    return ["tags must be one object, such as { 'cost-center': '1234' }."];
  }
  const entries = Object.entries(tags);
  const problems = entries.flatMap(([key, value]) => [...keyProblems(key), ...valueProblems(key, value)]);
  const room = MAX_TAGS - RESERVED.length;
  if (entries.length > room) {
    problems.push(
      `tags may have at most ${room} tags, not ${entries.length}: SageMaker allows ${MAX_TAGS}, and ${RESERVED.length} are this project's.`,
    );
  }
  return problems;
}

function keyProblems(key: string): string[] {
  if (RESERVED.includes(key)) {
    return [`tags cannot have the key ${key}: by its own tag of this key, cleanUp() finds what you made.`];
  }
  if (OF_AWS.test(key))
    return [`tags cannot have the key ${JSON.stringify(key)}: keys that begin with aws: are AWS's own.`];
  if (key.length >= 1 && key.length <= MAX_KEY_LENGTH && ALLOWED.test(key)) return [];
  return [
    `tags has the key ${JSON.stringify(key)}: a key is 1 to ${MAX_KEY_LENGTH} letters, digits, spaces and _ . : / = + - @.`,
  ];
}

function valueProblems(key: string, value: unknown): string[] {
  if (typeof value === 'string' && value.length <= MAX_VALUE_LENGTH && ALLOWED.test(value)) return [];
  return [
    `The tag ${JSON.stringify(key)} must be a text of at most ${MAX_VALUE_LENGTH} letters, digits, spaces and _ . : / = + - @.`,
  ];
}

/** The tags for a new resource: this project's, by which `cleanUp` finds it, its maker's, and the user's. */
export function allTags(tags: ResourceTags = {}, maker?: Tag): Tag[] {
  return [
    PROJECT_TAG,
    ...(maker === undefined ? [] : [maker]),
    ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  ];
}

/** The tags of a resource that its user has chosen. */
export function chosenTags(tags: readonly { readonly Key?: string; readonly Value?: string }[]): ResourceTags {
  const chosen = tags.filter(({ Key = '' }) => !RESERVED.includes(Key) && !OF_AWS.test(Key));
  return Object.fromEntries(chosen.map(({ Key = '', Value = '' }) => [Key, Value]));
}
