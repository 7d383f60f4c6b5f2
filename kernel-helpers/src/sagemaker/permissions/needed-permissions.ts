import type { ResourceName } from './resources';

/** Whose permission it is: the notebook's own role, or the role that training jobs and endpoints run as. */
export type Principal = 'notebook' | 'job';

/** Actions that are needed together, for one reason. */
export interface Permission {
  readonly actions: readonly string[];
  /** Each action is needed on each of them. */
  readonly on: readonly ResourceName[];
  /** What they are for, as half a sentence. */
  readonly why: string;
  /** They are needed only then: the end of the sentence "needed only …". */
  readonly onlyWhen?: string;
  /** The condition that a policy may put on them. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const IDENTITY: Permission = {
  actions: ['sts:GetCallerIdentity'],
  on: ['anything'],
  why: 'asks which account this is; AWS allows it to everybody',
};
const SECRET: Permission = {
  actions: ['secretsmanager:GetSecretValue'],
  on: ['secret'],
  why: "reads Snowflake's credentials",
};
const SECRET_KEY: Permission = {
  actions: ['kms:Decrypt'],
  on: ['key'],
  why: 'opens the secret',
  onlyWhen: 'when the secret has a KMS key of its own',
};
const FIND_ROLE: Permission = {
  actions: ['sagemaker:DescribeNotebookInstance'],
  on: ['notebookInstances'],
  why: 'finds the role of jobs',
  onlyWhen: 'on a notebook instance without `SAGEMAKER_ROLE_ARN`',
};
const LOOK_AT_BUCKET: Permission = {
  actions: ['s3:ListBucket'],
  on: ['bucket'],
  why: 'looks whether the bucket is there and belongs to this account',
};
const PASS_ROLE: Permission = {
  actions: ['iam:PassRole'],
  on: ['jobRole'],
  why: 'gives the role to SageMaker',
  condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
};
const DESCRIBE_JOB: Permission = {
  actions: ['sagemaker:DescribeTrainingJob'],
  on: ['trainingJobs'],
  why: 'asks how the job is',
};
const READ_MODEL: Permission = {
  actions: ['s3:GetObject'],
  on: ['objects'],
  why: 'reads the beginning of the model file',
};
const DELETE_ENDPOINT: readonly Permission[] = [
  {
    actions: ['sagemaker:DeleteEndpoint', 'sagemaker:DescribeEndpoint'],
    on: ['endpoints'],
    why: 'deletes the endpoint and waits until it is gone',
  },
  { actions: ['sagemaker:DeleteEndpointConfig'], on: ['endpointConfigs'], why: 'deletes its configuration' },
  { actions: ['sagemaker:DeleteModel'], on: ['models'], why: "deletes the model's registration" },
];
const READ_QUOTAS: Permission = {
  actions: ['servicequotas:ListServiceQuotas', 'servicequotas:ListAWSDefaultServiceQuotas'],
  on: ['anything'],
  why: 'says how many machines of which types may run',
  onlyWhen: 'if you want to know this beforehand',
};
const QUOTA_ADVICE: Permission = {
  ...READ_QUOTAS,
  why: 'says which other types may run',
  onlyWhen: 'when a quota refuses the machines',
};
const WITH_OUTPUT_KEY = 'with `encryption.outputKey`';
const OPEN_OBJECTS: Permission = {
  actions: ['kms:Decrypt'],
  on: ['key'],
  why: 'opens what is stored with your key',
  onlyWhen: WITH_OUTPUT_KEY,
};
const USE_VOLUME_KEY: Permission = {
  actions: ['kms:CreateGrant'],
  on: ['key'],
  why: 'encrypts the disks with your key',
  onlyWhen: 'with `encryption.volumeKey`',
};
const JOIN_NETWORK: Permission = {
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:CreateNetworkInterfacePermission',
    'ec2:DeleteNetworkInterface',
    'ec2:DeleteNetworkInterfacePermission',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeVpcs',
    'ec2:DescribeDhcpOptions',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
  on: ['networkInterfaces'],
  why: 'connects the machines with your subnets',
  onlyWhen: 'with `network`',
};
const STOP_JOB: Permission = { actions: ['sagemaker:StopTrainingJob'], on: ['trainingJobs'], why: 'stops the job' };

/**
 * Which actions of AWS the notebook's role needs for each public function.
 *
 * Which action an operation needs says the Service Authorization Reference (docs.aws.amazon.com/service-authorization);
 * it is not always the operation's own name: HeadBucket needs `s3:ListBucket`, and a request with tags needs AddTags.
 */
export const NOTEBOOK_PERMISSIONS: Readonly<Record<string, readonly Permission[]>> = {
  'checkSetup()': [IDENTITY, SECRET, SECRET_KEY, FIND_ROLE, LOOK_AT_BUCKET, READ_QUOTAS],
  'getSecret(), connect()': [SECRET, SECRET_KEY],
  'buildTrainingImage()': [
    {
      actions: ['ecr:DescribeRepositories', 'ecr:CreateRepository'],
      on: ['repository'],
      why: 'looks for the repository, and makes it the first time',
    },
    { actions: ['ecr:GetAuthorizationToken'], on: ['anything'], why: 'logs in to the registry' },
    {
      // User guide of ECR, "IAM permissions for pushing an image". The registry asks for one of them for each request.
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:BatchGetImage',
        'ecr:PutImage',
      ],
      on: ['repository'],
      why: 'looks which layers are there, and pushes the others',
    },
    {
      // User guide of ECR, "Pulling an image" and "Blob mounting in Amazon ECR".
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      on: ['baseRepository'],
      why: 'reads the base image, and shares its layers where blob mounting is on',
      onlyWhen: "with `base` or `TRAINING_BASE_IMAGE` in this account's ECR",
    },
    {
      actions: ['ecr:DescribeImages'],
      on: ['repository'],
      why: 'checks the form of the pushed image',
      onlyWhen: 'with `engine`',
    },
  ],
  'trainingJob(…).start()': [
    IDENTITY,
    FIND_ROLE,
    SECRET,
    LOOK_AT_BUCKET,
    { actions: ['s3:CreateBucket'], on: ['defaultBucket'], why: 'makes the bucket the first time' },
    {
      actions: ['s3:PutObject', 's3:DeleteObject'],
      on: ['objects'],
      why: 'uploads the training script, and removes it if the job does not start',
    },
    { actions: ['kms:GenerateDataKey'], on: ['key'], why: 'uploads it with your key', onlyWhen: WITH_OUTPUT_KEY },
    {
      actions: ['sagemaker:CreateTrainingJob', 'sagemaker:AddTags'],
      on: ['trainingJobs'],
      why: 'starts the job with its tag',
    },
    {
      actions: ['sagemaker:DescribeTrainingJob'],
      on: ['trainingJobs'],
      why: 'looks whether the job runs',
      onlyWhen: 'when the answer to its start is lost',
    },
    PASS_ROLE,
    QUOTA_ADVICE,
  ],
  'attach(), job.describe(), job.events(), job.watch()': [
    DESCRIBE_JOB,
    {
      actions: ['logs:DescribeLogStreams', 'logs:GetLogEvents'],
      on: ['logs'],
      why: 'reads what the hosts print',
    },
    READ_MODEL,
    OPEN_OBJECTS,
  ],
  'listTrainingJobs(), listTuningJobs(), listTransformJobs(), listEndpoints(), listModels()': [
    {
      actions: [
        'sagemaker:ListTrainingJobs',
        'sagemaker:ListHyperParameterTuningJobs',
        'sagemaker:ListTransformJobs',
        'sagemaker:ListEndpoints',
        'sagemaker:ListModels',
      ],
      on: ['anything'],
      why: 'lists what is there; SageMaker decides about lists for the whole account only',
    },
  ],
  'compareJobs(), loadModel()': [
    DESCRIBE_JOB,
    { actions: ['s3:GetObject'], on: ['objects'], why: 'reads the model file' },
    OPEN_OBJECTS,
    {
      actions: ['sagemaker:ListTrainingJobs'],
      on: ['anything'],
      why: 'finds jobs by how their names begin',
      onlyWhen: 'with `prefix`',
    },
  ],
  'job.stop()': [
    STOP_JOB,
    {
      actions: ['sagemaker:DescribeTrainingJob'],
      on: ['trainingJobs'],
      why: 'looks whether the job has ended',
      onlyWhen: 'when SageMaker refuses to stop it',
    },
  ],
  'job.deploy()': [
    IDENTITY,
    DESCRIBE_JOB,
    {
      actions: ['sagemaker:ListTags'],
      on: ['trainingJobs'],
      why: "reads the job's tags for its model",
      onlyWhen: 'without `tags`',
    },
    READ_MODEL,
    OPEN_OBJECTS,
    {
      actions: ['sagemaker:DescribeEndpoint'],
      on: ['endpoints'],
      why: 'looks whether the endpoint is there, and waits until it answers',
    },
    { actions: ['sagemaker:DescribeEndpointConfig'], on: ['endpointConfigs'], why: 'looks what a present one runs on' },
    { actions: ['sagemaker:DescribeModel'], on: ['models'], why: 'looks which model a present one serves' },
    { actions: ['sagemaker:CreateModel'], on: ['models'], why: 'registers the model' },
    { actions: ['sagemaker:CreateEndpointConfig'], on: ['endpointConfigs'], why: 'makes the configuration' },
    // The Service Authorization Reference names both resources for CreateEndpoint.
    { actions: ['sagemaker:CreateEndpoint'], on: ['endpoints', 'endpointConfigs'], why: 'makes the endpoint' },
    {
      actions: ['sagemaker:AddTags'],
      on: ['models', 'endpointConfigs', 'endpoints'],
      why: "marks the three as this project's",
    },
    PASS_ROLE,
    QUOTA_ADVICE,
    ...DELETE_ENDPOINT,
  ],
  'endpoint.predict()': [
    { actions: ['sagemaker:InvokeEndpoint'], on: ['endpoints'], why: 'sends rows and gets predictions' },
  ],
  'endpoint.predictInto()': [
    { actions: ['sagemaker:DescribeEndpoint'], on: ['endpoints'], why: 'looks whether the endpoint answers' },
    { actions: ['sagemaker:InvokeEndpoint'], on: ['endpoints'], why: 'sends rows and gets predictions' },
  ],
  'endpoint.delete()': DELETE_ENDPOINT,
  'cleanUp()': [
    IDENTITY,
    {
      actions: [
        'sagemaker:ListTrainingJobs',
        'sagemaker:ListEndpoints',
        'sagemaker:ListEndpointConfigs',
        'sagemaker:ListModels',
      ],
      on: ['anything'],
      why: 'lists what is there',
    },
    {
      actions: ['sagemaker:ListTags'],
      on: ['trainingJobs', 'endpoints', 'endpointConfigs', 'models'],
      why: "tells this project's from others, and yours from other people's",
    },
    ...DELETE_ENDPOINT,
    { ...STOP_JOB, onlyWhen: 'with `stopJobs: true`' },
    { ...DESCRIBE_JOB, onlyWhen: 'with `stopJobs: true`' },
  ],
  // Beside what the functions above need. What this project did not make is listed, but neither described nor ended.
  "the sidebar's list of jobs": [
    {
      actions: ['sagemaker:DescribeHyperParameterTuningJob', 'sagemaker:StopHyperParameterTuningJob'],
      on: ['tuningJobs'],
      why: 'shows and stops a tuning job',
      onlyWhen: 'if a tuning job has a name of this project',
    },
    {
      actions: ['sagemaker:DescribeTransformJob', 'sagemaker:StopTransformJob'],
      on: ['transformJobs'],
      why: 'shows and stops a transform job',
      onlyWhen: 'if a transform job has a name of this project',
    },
    {
      actions: ['sagemaker:ListTags'],
      on: ['tuningJobs', 'transformJobs'],
      why: 'says who made it',
      onlyWhen: 'if such a job has a name of this project',
    },
  ],
  "the sidebar's doctor": [
    {
      actions: ['iam:GetRole', 'iam:SimulatePrincipalPolicy'],
      on: ['jobRole', 'notebookRole'],
      why: 'says which rights the roles lack, before something fails',
      onlyWhen: 'if you want to know this beforehand',
    },
    {
      actions: ['ecr:DescribeRepositories', 'ecr:DescribeImages'],
      on: ['repository'],
      why: 'says whether the training image is there',
    },
  ],
};

/**
 * Which actions the role of jobs needs: for what SageMaker does with it, and for what the training program does.
 * Source: developer guide of SageMaker AI, "How to use SageMaker AI execution roles", CreateTrainingJob and CreateModel.
 */
export const JOB_PERMISSIONS: Readonly<Record<string, readonly Permission[]>> = {
  'training job, by SageMaker': [
    { actions: ['ecr:GetAuthorizationToken'], on: ['anything'], why: 'logs in to pull the image' },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      on: ['repository'],
      why: 'pulls the image',
    },
    {
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      on: ['logs'],
      why: "writes the hosts' output; without them the notebook shows no log",
    },
    { actions: ['cloudwatch:PutMetricData'], on: ['anything'], why: 'keeps the metrics of each round' },
    { actions: ['s3:ListBucket'], on: ['bucket'], why: 'finds the places of input and output' },
    {
      actions: ['s3:GetObject'],
      on: ['objects'],
      why: 'downloads the channels; for those in other buckets, allow it and `s3:ListBucket` there',
      onlyWhen: 'with `channels`',
    },
    { actions: ['s3:PutObject'], on: ['objects'], why: 'saves the model file' },
    {
      // Developer guide, "Checkpoints in Amazon SageMaker AI": files come from S3 at the start, and a deleted file is deleted there.
      actions: ['s3:GetObject', 's3:DeleteObject'],
      on: ['objects'],
      why: 'keeps checkpoints in step with the hosts',
      onlyWhen: 'with `checkpoints` or `spot`',
    },
    {
      // The developer guide asks for kms:Encrypt; S3's user guide ("Protecting data with SSE-KMS") for the other two.
      actions: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'],
      on: ['key'],
      why: 'saves it with your key',
      onlyWhen: WITH_OUTPUT_KEY,
    },
    USE_VOLUME_KEY,
    JOIN_NETWORK,
  ],
  'training job, by its program': [
    SECRET,
    SECRET_KEY,
    { actions: ['s3:GetObject'], on: ['objects'], why: 'downloads the training script' },
    OPEN_OBJECTS,
  ],
  'endpoint, by SageMaker': [
    { actions: ['ecr:GetAuthorizationToken'], on: ['anything'], why: 'logs in to pull the image' },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      on: ['repository'],
      why: 'pulls the image',
    },
    { actions: ['s3:ListBucket'], on: ['bucket'], why: 'finds the model file' },
    { actions: ['s3:GetObject'], on: ['objects'], why: 'downloads the model file' },
    OPEN_OBJECTS,
    USE_VOLUME_KEY,
    JOIN_NETWORK,
    {
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      on: ['logs'],
      why: "writes the server's output",
    },
    { actions: ['cloudwatch:PutMetricData'], on: ['anything'], why: 'keeps the metrics of the endpoint' },
  ],
};

export const PERMISSIONS: Readonly<Record<Principal, Readonly<Record<string, readonly Permission[]>>>> = {
  notebook: NOTEBOOK_PERMISSIONS,
  job: JOB_PERMISSIONS,
};
