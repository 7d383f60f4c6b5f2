import { type AwsAccount, createAwsClients } from '../aws/aws-account';
import type { Judging } from '../aws/judging';
import { seedAws } from '../aws/seed-aws';
import { startAws } from '../aws/start-aws';
import type { Part } from '../machine/part';
import { startOn } from '../machine/ports';
import type { ProcessLedger } from '../machine/process-ledger';
import { type SageMaker, startSageMaker } from '../sagemaker/index';
import type { AccountPorts } from './choose-ports';
import type { AccountCredentials } from './credentials';
import { ACCOUNT_ID, REGION, ROLE_ARN, SNOWFLAKE_ACCOUNT, SNOWFLAKE_OBJECTS } from './environment';
import type { AccountFolder } from './locations';
import type { PythonTools } from './python';
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
  readonly ledger: ProcessLedger;
  /** Called with each part as it opens, so that the caller can close the open parts when a later one fails. */
  readonly onOpen: (part: { close(): Promise<void> }) => void;
}

export interface Parts {
  readonly aws: Part;
  readonly snowflake: Part;
  readonly sageMaker: SageMaker;
}

/** Starts AWS and Snowflake at the same time, creates the secret and the role, and then starts SageMaker. */
export async function startParts(options: PartsOptions): Promise<Parts> {
  const [aws, snowflake] = await bothOrNeither(startAwsPart(options), startSnowflakePart(options));
  const sageMaker = await startSageMakerPart(options, aws.port);
  return { aws, snowflake, sageMaker };
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
      awsIdentities: { [credentials.accessKeyId]: ROLE_ARN },
      firstObjects: SNOWFLAKE_OBJECTS,
      port: ports.snowflake,
      isPortRequired: options.arePortsRequired,
    },
    ledger,
  );
  onOpen(snowflake);
  return snowflake;
}

async function startSageMakerPart(options: PartsOptions, awsPort: number): Promise<SageMaker> {
  const { folder, ports, credentials, tools, ledger, onOpen } = options;
  const sageMaker = await startOn({ port: ports.sageMaker, isRequired: options.arePortsRequired }, (port) =>
    startSageMaker({
      directory: folder.sageMaker,
      aws: awsAccount(awsPort, credentials),
      ledger,
      xgboostLibrary: tools.xgboostLibrary,
      areCallsJudged: options.judging !== undefined,
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
