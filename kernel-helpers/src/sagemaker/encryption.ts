import { type OptionNames, unknownOptions } from '../option-names';
import { hasLocalStorage } from './local-storage';

/** The keys of AWS KMS with which a training job encrypts. */
export interface JobEncryption {
  /**
   * The key for the disks of the hosts: the ID or the ARN of a key. Machines with disks of their own, such as
   * ml.g5.xlarge, cannot have one. @default a key of AWS
   */
  readonly volumeKey?: string;
  /** The key for what is stored in S3, the script and the model: the ID, the ARN or `alias/…` of a key. @default S3's */
  readonly outputKey?: string;
  /** Encrypts what the hosts send each other. @default false */
  readonly betweenHosts?: boolean;
}

/** The key of AWS KMS with which an endpoint encrypts. */
export interface EndpointEncryption {
  /** The key for the disks of the machines: the ID, the ARN or `alias/…` of a key. @default the key of the job's disks */
  readonly volumeKey?: string;
}

const JOB_NAMES: OptionNames<JobEncryption> = { volumeKey: true, outputKey: true, betweenHosts: true };
const ENDPOINT_NAMES: OptionNames<EndpointEncryption> = { volumeKey: true };

// The forms that the API reference of SageMaker allows (ResourceConfig, OutputDataConfig, CreateEndpointConfig).
const KEY_ID = '(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const ARN_BEGINNING = 'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:';
const KEY = new RegExp(`^(?:${ARN_BEGINNING}key/)?${KEY_ID}$`);
const ALIAS = new RegExp(`^(?:${ARN_BEGINNING})?alias/[a-zA-Z0-9/_-]+$`);

/** Says what is wrong with the option `encryption` of a job on these machines; an empty list if nothing is. */
export function jobEncryptionProblems(
  encryption: JobEncryption | undefined,
  instanceType: string | undefined,
  region: string | undefined,
): string[] {
  if (encryption === undefined) return [];
  const wrongNames = nameProblems(encryption, JOB_NAMES);
  if (typeof encryption !== 'object' || encryption === null) return wrongNames;
  const { volumeKey, outputKey, betweenHosts } = encryption;
  const noVolume = volumeKey !== undefined && typeof instanceType === 'string' && hasLocalStorage(instanceType);
  return [
    ...wrongNames,
    ...keyProblems('volumeKey', volumeKey, { forms: 'the ID or the ARN of a KMS key', region }),
    ...keyProblems('outputKey', outputKey, { takesAlias: true, forms: ID_ARN_OR_ALIAS, region }),
    ...(noVolume
      ? [
          `encryption.volumeKey cannot be used with ${instanceType}: it has disks of its own, which its hardware encrypts. Leave volumeKey out, or choose a type without such disks, such as ml.m5.large.`,
        ]
      : []),
    ...(betweenHosts === undefined || typeof betweenHosts === 'boolean'
      ? []
      : [`encryption.betweenHosts must be true or false, not ${String(betweenHosts)}.`]),
  ];
}

/** Says what is wrong with the option `encryption` of an endpoint; an empty list if nothing is. */
export function endpointEncryptionProblems(
  encryption: EndpointEncryption | undefined,
  region: string | undefined,
): string[] {
  if (encryption === undefined) return [];
  const wrongNames = nameProblems(encryption, ENDPOINT_NAMES);
  if (typeof encryption !== 'object' || encryption === null) return wrongNames;
  const { volumeKey } = encryption;
  return [...wrongNames, ...keyProblems('volumeKey', volumeKey, { takesAlias: true, forms: ID_ARN_OR_ALIAS, region })];
}

const ID_ARN_OR_ALIAS = 'the ID, the ARN or the alias (alias/…) of a KMS key';

function nameProblems<Options extends object>(options: Options, names: OptionNames<Options>): string[] {
  return unknownOptions(options, names).map((problem) => `In encryption, ${problem}`);
}

interface KeyRule {
  /** @default false */
  readonly takesAlias?: boolean;
  /** The allowed forms, in words. */
  readonly forms: string;
  readonly region: string | undefined;
}

function keyProblems(name: string, key: unknown, { takesAlias = false, forms, region }: KeyRule): string[] {
  if (key === undefined) return [];
  if (typeof key !== 'string' || !(KEY.test(key) || (takesAlias && ALIAS.test(key)))) {
    return [`encryption.${name} must be ${forms}, not ${JSON.stringify(key)}.`];
  }
  const [beginning, , , keyRegion] = key.split(':');
  if (beginning !== 'arn' || region === undefined || keyRegion === region) return [];
  return [`encryption.${name} is a key of the region ${keyRegion}, and this is ${region}: use a key of ${region}.`];
}

/**
 * Whether two settings may name the same key. SageMaker may describe a key by its ARN that was given by its ID, and only
 * KMS knows the key behind an alias.
 */
export function maybeSameKey(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [name, otherName] = [nameOf(one), nameOf(other)];
  return name === otherName || name.startsWith('alias/') !== otherName.startsWith('alias/');
}

/** A key's ID or alias without the rest of its ARN. */
function nameOf(key: string): string {
  return key.replace(/^arn:(?:[^:]*:){4}(?:key\/)?/, '');
}
