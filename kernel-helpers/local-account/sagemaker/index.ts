import { type AwsAccount, createAwsClients } from '../aws/aws-account';
import { judgeCall } from '../aws/judging';
import { type LoopbackServer, listenOnLoopback } from '../loopback-server';
import { makePrivateFolder } from '../machine/private-files';
import type { ProcessLedger } from '../machine/process-ledger';
import { Arns } from './arn';
import { allowedValues } from './constraints/validate-input';
import { EndpointConfigs } from './hosting/endpoint-configs';
import { Endpoints } from './hosting/endpoints';
import { invokeEndpoint } from './hosting/invoke';
import { Models } from './hosting/models';
import { START_TIMEOUT_SECONDS } from './hosting/serving-container';
import { ContainerRunner, type ContainerTools } from './hosts/container-runner';
import { ProcessRunner } from './hosts/process-runner';
import { serveApi } from './http-server';
import { Images } from './image';
import { neededActions } from './needed-actions';
import { Quotas } from './quotas';
import { tagOperations } from './tag-operations';
import { Tags } from './tags';
import { jobsNotRun } from './training/jobs-not-run';
import { STOP_GRACE_SECONDS, TrainingJobs } from './training/training-jobs';

export interface SageMakerOptions {
  /** Where jobs, models and endpoints are kept. */
  readonly directory: string;
  /** The AWS account that holds images, data and logs; requests must be signed with its keys. */
  readonly aws: AwsAccount;
  /** Lists the processes that are started, so that none goes on after the account has ended. */
  readonly ledger: ProcessLedger;
  /** Path of libxgboost, passed to every host that is a process. */
  readonly xgboostLibrary?: string;
  /** Hosts are containers of this engine. @default processes of this machine */
  readonly containers?: ContainerTools | undefined;
  /** True: AWS was started with policies, or records the calls. @default false */
  readonly areCallsJudged?: boolean;
  /** 0: any free port. @default 0 */
  readonly port?: number;
  /** Time between SIGTERM and SIGKILL when a job is stopped. @default 120 */
  readonly stopGraceSeconds?: number;
  /** Quotas by name, such as `ml.m5.2xlarge for training job usage`. @default 20 each */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Instance types of which the service has no free machine now. @default none */
  readonly typesWithoutCapacity?: readonly string[];
  /** False as in regions without SageMaker's profiler: a job's ProfilerConfig is refused there. @default true */
  readonly hasProfiler?: boolean;
  /** False as for some short jobs: the description of a job has no final metrics. @default true */
  readonly hasFinalMetrics?: boolean;
  /** How long a container has to answer `/ping`. @default 240 */
  readonly startTimeoutSeconds?: number;
  /** Called with errors that no request caused. @default written to stderr */
  readonly onInternalError?: (error: unknown) => void;
}

/** A running SageMaker of this machine. */
export interface SageMaker {
  readonly url: string;
  readonly port: number;
  /**
   * Takes a job's spot instances away, as AWS does when it needs them; the job starts again on others.
   * @param waitSeconds how long the job waits for them @default 0
   */
  interruptSpot(jobName: string, waitSeconds?: number): void;
  /** Ends jobs (as Failed), endpoints (they start again next time) and then the server. */
  close(): Promise<void>;
}

/** Starts SageMaker's API and runtime on the loopback interface; endpoints that were in service start again. */
export async function startSageMaker(options: SageMakerOptions): Promise<SageMaker> {
  makePrivateFolder(options.directory);
  const loopback = await listenOnLoopback(options.port ?? 0, 'SageMaker');
  try {
    return serveOn(loopback, options);
  } catch (error) {
    await loopback.close();
    throw error;
  }
}

function serveOn(loopback: LoopbackServer, options: SageMakerOptions): SageMaker {
  const { server, port, url } = loopback;
  const { directory, aws, ledger, xgboostLibrary } = options;
  // SageMaker reads images and files, and writes logs and metrics, with the rights of the job's role.
  const clients = createAwsClients(aws, 'job');
  const arns = new Arns(aws.region, aws.accountId);
  const tags = new Tags(directory);
  const surroundings = { aws, sageMakerUrl: url, xgboostLibrary };
  const { containers } = options;
  const runner =
    containers === undefined
      ? new ProcessRunner(surroundings, ledger)
      : new ContainerRunner(containers, surroundings, ledger);
  const images = new Images(clients.ecr, aws.accountId, containers === undefined ? 'program' : 'layers');
  const tools = { clients, images, runner };
  const onInternalError = options.onInternalError ?? ((error: unknown) => console.error(error));
  const quotas = new Quotas(options.quotas);
  const { typesWithoutCapacity = [] } = options;
  const limits = { quotas, typesWithoutCapacity };
  const common = { directory, arns, tags, tools, limits, onInternalError };
  const jobs = new TrainingJobs({
    ...common,
    region: aws.region,
    hasProfiler: options.hasProfiler ?? true,
    hasFinalMetrics: options.hasFinalMetrics ?? true,
    stopGraceSeconds: options.stopGraceSeconds ?? STOP_GRACE_SECONDS,
  });
  const models = new Models(directory, arns, tags, clients, images);
  const configs = new EndpointConfigs(directory, arns, tags, models);
  const startTimeoutSeconds = options.startTimeoutSeconds ?? START_TIMEOUT_SECONDS;
  const endpoints = new Endpoints({ ...common, models, configs, startTimeoutSeconds });
  serveApi(server, {
    credentials: aws.credentials,
    region: aws.region,
    operations: {
      ...jobs.operations,
      ...jobsNotRun,
      ...models.operations,
      ...configs.operations,
      ...endpoints.operations,
      ...tagOperations(tags),
    },
    quotaOperations: quotas.operations({
      'training job usage': allowedValues('TrainingInstanceType'),
      'endpoint usage': allowedValues('ProductionVariantInstanceType'),
    }),
    invoke: (invocation) => invokeEndpoint(invocation, endpoints, aws),
    ...(options.areCallsJudged === true && {
      refusalOf: (call, input) =>
        judgeCall(aws.endpoint, { ...call, needs: neededActions(call.service, call.operation, input, arns) }),
    }),
    onInternalError,
  });
  endpoints.resume();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await Promise.all([jobs.close(), endpoints.close(), loopback.close()]);
    clients.close();
  };
  return {
    url,
    port,
    interruptSpot: (jobName, waitSeconds = 0) => jobs.interrupt(jobName, { waitSeconds }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
