import { SNOWFLAKE_NAMES } from 'kernel-helpers/story-names';
import { type AwsAccount, createAwsClients } from '../aws/aws-account';
import { credentialsOf } from '../aws/callers';
import type { Judging } from '../aws/judging';
import { seedAws } from '../aws/seed-aws';
import { startAws } from '../aws/start-aws';
import type { ContainerEngine } from '../engine/container-engine';
import type { Part } from '../machine/part';
import { startOn } from '../machine/ports';
import type { ProcessLedger } from '../machine/process-ledger';
import type { ContainerTools } from '../sagemaker/hosts/container-runner';
import { type SageMaker, startSageMaker } from '../sagemaker/index';
import type { AccountPorts } from './choose-ports';
import type { AccountCredentials } from './credentials';
import { ACCOUNT_ID, REGION, roleArnOf, SNOWFLAKE_ACCOUNT } from './environment';
import type { AccountFolder } from './locations';
import type { PythonTools } from './python';
import { type Containers, startContainers } from './start-containers';
import { startSnowflakeProcess } from './start-snowflake-process';

export interface PartsOptions {
  readonly folder: AccountFolder;
  readonly ports: AccountPorts;
  /** The user asked for exactly these ports. */
  readonly arePortsRequired: boolean;
  readonly credentials: AccountCredentials;
  /** @default everything is allowed, and nothing is recorded */
  readonly judging?: Judging;
  readonly tools: PythonTools;
  /** Hosts are containers of this engine. @default processes */
  readonly engine?: ContainerEngine | undefined;
  readonly ledger: ProcessLedger;
  /** Called with each part as it opens, so that the caller can close the open parts when a later one fails. */
  readonly onOpen: (part: { close(): Promise<void> }) => void;
}

export interface Parts {
  readonly aws: Part;
  readonly snowflake: Part;
  readonly sageMaker: SageMaker;
  /** There only where hosts are containers. */
  readonly registry?: { readonly port: number };
}

/** Starts AWS and Snowflake at the same time, creates the secret and the roles, and then starts SageMaker. */
export async function startParts(options: PartsOptions): Promise<Parts> {
  const [aws, snowflake] = await bothOrNeither(startAwsPart(options), startSnowflakePart(options));
  const containers = await startContainersPart(options, aws.port, snowflake.port);
  const sageMaker = await startSageMakerPart(options, aws.port, containers?.tools);
  return { aws, snowflake, sageMaker, ...(containers !== undefined && { registry: containers.registry }) };
}

async function startAwsPart(options: PartsOptions): Promise<Part> {
  const { folder, ports, credentials, judging, tools, ledger, onOpen } = options;
  const onComplaint = (line: string): void => console.error(`moto: ${line}`);
  const aws = await startAws({
    directory: folder.aws,
    python: tools.python,
    credentials,
    port: ports.aws,
    isPortRequired: options.arePortsRequired,
    judging,
    ledger,
    onComplaint,
  });
  onOpen(aws);
  const clients = createAwsClients(awsAccount(aws.port, credentials));
  try {
    await seedAws(clients, { user: credentials.snowflakeUser, password: credentials.snowflakePassword });
  } finally {
    clients.close();
  }
  return aws;
}

async function startSnowflakePart(options: PartsOptions): Promise<Part> {
  const { folder, ports, credentials, ledger, onOpen } = options;
  const snowflake = await startSnowflakeProcess(
    {
      directory: folder.snowflake,
      account: SNOWFLAKE_ACCOUNT,
      user: credentials.snowflakeUser,
      password: credentials.snowflakePassword,
      awsIdentities: {
        [credentials.accessKeyId]: roleArnOf('notebook'),
        [credentialsOf('job', credentials).accessKeyId]: roleArnOf('job'),
      },
      firstObjects: SNOWFLAKE_NAMES,
      port: ports.snowflake,
      isPortRequired: options.arePortsRequired,
    },
    ledger,
  );
  onOpen(snowflake);
  return snowflake;
}

async function startContainersPart(
  options: PartsOptions,
  awsPort: number,
  snowflakePort: number,
): Promise<Containers | undefined> {
  const { engine, folder, ports, credentials, judging, onOpen } = options;
  if (engine === undefined) return undefined;
  const containers = await startContainers({
    engine,
    folder,
    aws: awsAccount(awsPort, credentials),
    areCallsJudged: judging !== undefined,
    registryPort: { port: ports.registry ?? 0, isRequired: options.arePortsRequired },
    ports: [awsPort, snowflakePort],
  });
  onOpen(containers);
  return containers;
}

async function startSageMakerPart(
  options: PartsOptions,
  awsPort: number,
  containers: ContainerTools | undefined,
): Promise<SageMaker> {
  const { folder, ports, credentials, tools, ledger, onOpen } = options;
  const sageMaker = await startOn({ port: ports.sageMaker, isRequired: options.arePortsRequired }, (port) =>
    startSageMaker({
      directory: folder.sageMaker,
      aws: awsAccount(awsPort, credentials),
      ledger,
      xgboostLibrary: tools.xgboostLibrary,
      areCallsJudged: options.judging !== undefined,
      containers,
      port,
    }),
  );
  onOpen(sageMaker);
  return sageMaker;
}

function awsAccount(port: number, { accessKeyId, secretAccessKey }: AccountCredentials): AwsAccount {
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: REGION,
    accountId: ACCOUNT_ID,
    credentials: { accessKeyId, secretAccessKey },
  };
}

/** Waits for both even when one fails, so that the one that did open can be closed. */
async function bothOrNeither<First, Second>(first: Promise<First>, second: Promise<Second>): Promise<[First, Second]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
