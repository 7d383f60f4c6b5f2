import { describe, expect, test } from '@jest/globals';
import { finishedCard } from 'kernel-helpers/cell-api/finished-card';
import { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { failedCard, interruptedCard, liveCard } from 'kernel-helpers/cell-api/job-card';
import { metricsChart } from 'kernel-helpers/cell-api/metrics-chart';
import { MIME } from 'kernel-helpers/mime';
import type { VegaLiteSpec } from 'kernel-helpers/render/charts/chart';
import { JUPYTER_DISPLAY } from 'kernel-helpers/render/self-display';
import { jobFailure } from 'kernel-helpers/sagemaker/watch/failure';
import type { FinishedModel } from 'kernel-helpers/sagemaker/watch/finished-model';
import { hostShares } from 'kernel-helpers/sagemaker/watch/host-shares';
import type { JobEvent, JobLogEvent } from 'kernel-helpers/sagemaker/watch/job-event';
import { advance, INITIAL_STATE, type JobState } from 'kernel-helpers/sagemaker/watch/job-state';
import { expectGolden } from '../../support/golden';

function at(second: number): Date {
  return new Date(Date.UTC(2026, 0, 31, 9, 5, second));
}

function log(second: number, host: string, line: string): JobLogEvent {
  return { type: 'log', at: at(second), host, line };
}

const EVENTS: readonly JobEvent[] = [
  { type: 'status', at: at(0), status: 'Starting', message: 'Starting the training job' },
  { type: 'status', at: at(1), status: 'Training', message: 'Training <in progress>' },
  log(2, 'algo-1', 'share: rows 1 to 10320 of 20640'),
  log(2, 'algo-2', 'share: rows 10321 to 20640 of 20640'),
  log(3, 'algo-1', '[0] train-rmse:1.5 validation-rmse:1.6'),
  { type: 'metric', at: at(3), host: 'algo-1', round: 0, name: 'train:rmse', value: 1.5 },
  { type: 'metric', at: at(3), host: 'algo-1', round: 0, name: 'validation:rmse', value: 1.6 },
  { type: 'metric', at: at(4), host: 'algo-1', round: 1, name: 'train:rmse', value: 1.1 },
  { type: 'metric', at: at(4), host: 'algo-1', round: 1, name: 'validation:rmse', value: 1.25 },
  { type: 'metric', at: at(4), host: 'algo-2', round: 1, name: 'validation:rmse', value: 1.25 },
  log(5, 'algo-2', '<script>alert(1)</script>'),
  log(6, 'algo-1', '[09:05:06] Task 000000 got rank 0'),
];

const STATE: JobState = EVENTS.reduce(advance, INITIAL_STATE);

const FACTS = {
  jobName: 'snowflake-xgboost-2026-01-31-09-05-00-000',
  instances: { type: 'ml.m5.2xlarge', count: 2 },
  elapsedSeconds: 61.4,
  isLocal: false,
};

const RUN = `${FACTS.jobName} on 2 × ml.m5.2xlarge: 95 s from start to end, 120 s billed`;

const FACTS_OF_JOB = {
  name: FACTS.jobName,
  status: 'Completed',
  secondaryStatus: 'Completed',
  phases: [],
  image: 'image',
  arn: 'arn',
  roleArn: 'role',
  instances: FACTS.instances,
  modelArtefact: 's3://bucket/job/output/model.tar.gz',
  finalMetrics: [{ metric: 'train:rmse', value: 99 }],
  createdAt: at(0),
  endedAt: new Date(at(0).getTime() + 95_400),
  trainingSeconds: 70,
  billableSeconds: 60,
} as const;

const FINISHED_MODEL: FinishedModel = {
  facts: {
    tableRows: 20_640,
    rounds: 2,
    roundsRun: 2,
    endedBy: 'all-rounds',
    metrics: {
      round: 1,
      values: new Map([
        ['train-rmse', 1.100000023841858],
        ['validation-rmse', 1.25],
      ]),
    },
  },
};
const FINISHED = new FinishedJob(FACTS_OF_JOB, STATE, FINISHED_MODEL);

function cardOf(finished: FinishedJob): { readonly html: string; readonly text: string } {
  const card = finishedCard(finished);
  return { html: String(card[MIME.html]), text: String(card[MIME.text]) };
}

describe('the state of a job', () => {
  test('keeps one value for each metric and round, even if several hosts print it', () => {
    expect(STATE.metrics).toEqual([
      {
        name: 'train:rmse',
        points: [
          { round: 0, value: 1.5 },
          { round: 1, value: 1.1 },
        ],
      },
      {
        name: 'validation:rmse',
        points: [
          { round: 0, value: 1.6 },
          { round: 1, value: 1.25 },
        ],
      },
    ]);
  });
});

describe('the rows of each host', () => {
  test('follow the order of the hosts’ names as texts, and are all rows', () => {
    const shares = hostShares(101, 11);

    expect(shares.map(({ host }) => host).slice(0, 4)).toEqual(['algo-1', 'algo-10', 'algo-11', 'algo-2']);
    expect(shares.map(({ rows }) => rows).reduce((sum, rows) => sum + rows)).toBe(101);
    expect(shares[0]).toEqual({ host: 'algo-1', firstRow: 1, lastRow: 9, rows: 9, of: 101 });
  });
});

describe('the card of a running job', () => {
  test('shows a line that reaches CloudWatch late at its own time', () => {
    const arrived = [log(2, 'algo-1', 'first'), log(4, 'algo-1', 'third'), log(3, 'algo-2', 'second')];

    const { lines } = arrived.reduce<JobState>(advance, INITIAL_STATE);

    expect(lines.map(({ line }) => line)).toEqual(['first', 'second', 'third']);
  });

  test('draws the curve of 200,000 rounds, and stays small', () => {
    const points = Array.from({ length: 200_000 }, (_, round) => ({
      round,
      value: round === 70_000 ? -1 : 1 / (round + 1),
    }));
    const state = { ...STATE, metrics: [{ name: 'train:rmse', points }] };

    const next = advance(state, {
      type: 'metric',
      at: at(9),
      host: 'algo-1',
      round: 200_000,
      name: 'train:rmse',
      value: 3,
    });
    const html = String(liveCard(next, FACTS)[MIME.html]);

    expect(next.metrics[0]?.points).toHaveLength(200_001);
    expect(html).toMatch(/>3<.*>-1<.*>0<.*>200000</s);
    expect(html.length).toBeLessThan(30_000);
  });

  test('shows status, hosts, lines and metrics, with everything escaped', () => {
    const card = liveCard(STATE, FACTS);

    expect(card[MIME.html]).not.toContain('<script>');
    expectGolden('sagemaker/live-card.html', String(card[MIME.html]));
    expectGolden('sagemaker/live-card.txt', String(card[MIME.text]));
  });

  test('shows what keeps this watch from seeing the job or its log, escaped, until it sees them again', () => {
    const lost = { type: 'notice', at: at(7), about: 'job', isHidden: true, message: 'No answer <yet>.' } as const;
    const denied = { type: 'notice', at: at(8), about: 'log', isHidden: true, message: 'No right to read.' } as const;
    const state = [lost, denied].reduce(advance, STATE);
    const back = advance(state, { ...lost, isHidden: false, message: 'AWS answers again.' });

    expect(liveCard(state, FACTS)[MIME.html]).toContain('<br>No answer &lt;yet&gt;.<br>No right to read.');
    expect(liveCard(state, FACTS)[MIME.text]).toContain('\nNo answer <yet>.\nNo right to read.\n');
    expect(liveCard(back, FACTS)[MIME.text]).toContain('\nAWS answers again.\nNo right to read.\n');
  });

  test('shows the cost if the price is known, and names the local account', () => {
    expect(liveCard(STATE, { ...FACTS, cost: 0.0131 })[MIME.html]).toContain('about $0.01 so far');
    expect(liveCard(STATE, { ...FACTS, isLocal: true })[MIME.html]).toContain(
      '2 × ml.m5.2xlarge as processes of this machine (local account)',
    );
  });
});

describe('the card of a finished job', () => {
  test('shows rounds, metrics and shares', () => {
    const card = finishedCard(FINISHED);

    expectGolden('sagemaker/finished-card.html', String(card[MIME.html]));
    expectGolden('sagemaker/finished-card.txt', String(card[MIME.text]));
  });

  test('tells name, machines, duration and billed seconds in a line of its own, the only one that differs between runs', () => {
    const { html, text } = cardOf(FINISHED);
    const other = cardOf(
      new FinishedJob({ ...FACTS_OF_JOB, name: 'other', endedAt: at(1), billableSeconds: 1 }, STATE, FINISHED_MODEL),
    );
    const line = `${FACTS.jobName} on 2 × ml.m5.2xlarge: 95 s from start to end, 120 s billed`;

    expect(text.split('\n')[1]).toBe(line);
    expect(html).toContain(`<small>${line}</small>`);
    expect(text.replace(line, '')).toBe(
      other.text.replace('other on 2 × ml.m5.2xlarge: 1 s from start to end, 2 s billed', ''),
    );
    expect(text.replace(line, '')).not.toMatch(/2026|09:05|snowflake-xgboost|s3:/);
  });

  test.each([
    [{ rounds: 20, roundsRun: 20, endedBy: 'all-rounds' }, 'Completed after all 20 rounds'],
    [
      { rounds: 12, bestRound: 11, roundsRun: 20, endedBy: 'all-rounds' },
      'Completed after all 20 rounds: round 11 was the best, and the model keeps 12 rounds',
    ],
    [
      { rounds: 12, bestRound: 11, roundsRun: 17, endedBy: 'early-stopping' },
      'Completed by early stopping after 17 rounds: round 11 was the best, and the model keeps 12 rounds',
    ],
    [{ rounds: 1, roundsRun: 1, endedBy: 'all-rounds' }, 'Completed after 1 round'],
    [{ rounds: 20 }, 'Completed after 20 rounds'],
    [{ rounds: 12, bestRound: 11 }, 'Completed: round 11 was the best, and the model keeps 12 rounds'],
  ] as const)('says why there are no more rounds, from the model %j', (facts, outcome) => {
    expect(cardOf(new FinishedJob(FACTS_OF_JOB, STATE, { facts })).text.split('\n')[0]).toBe(outcome);
  });

  test('of a job that was stopped after its training says that the model is whole', () => {
    const stopped = { ...FACTS_OF_JOB, status: 'Stopped', secondaryStatus: 'Stopped' } as const;
    const { text } = cardOf(new FinishedJob(stopped, STATE, FINISHED_MODEL));

    expect(text).toMatch(
      /^Stopped after all 2 rounds\n.*\nSomebody stopped it\. Its training was done before that, so its model is whole\.\n/,
    );
  });

  test('says nothing of times that SageMaker does not tell', () => {
    const { createdAt: _, billableSeconds: __, ...untold } = FACTS_OF_JOB;
    const finished = new FinishedJob(untold, STATE, FINISHED_MODEL);

    expect(cardOf(finished).text.split('\n')[1]).toBe(`${FACTS.jobName} on 2 × ml.m5.2xlarge`);
    expect(finished.seconds).toBeUndefined();
    expect(finished.billableSeconds).toBeUndefined();
  });
});

describe('the chart of a finished job', () => {
  const lines = (...names: readonly string[]) =>
    names.map((name, index) => ({
      name,
      points: [3.25, 2, 1].map((value, round) => ({ round, value: value + index })),
    }));

  test('gives each metric an axis of its own, and marks the best round', () => {
    const history = lines('train:rmse', 'train:mae', 'validation:rmse', 'validation:mae');
    const chart = metricsChart(history, 1);

    expect(axesOf(chart.spec)).toEqual(['rmse', 'mae']);
    expect(JSON.stringify(chart.spec)).toContain('0,3.25,train\\n1,2,train\\n2,1,train\\n0,5.25,validation');
    expect(JSON.stringify(chart.spec).match(/"mark":\{"type":"rule"/g)).toHaveLength(2);
    expect(chart.text).toBe(
      'Metrics by round, the best is round 1\ntrain:rmse: 3.25 to 1 over 3 rounds\ntrain:mae: 4.25 to 2 over 3 rounds\nvalidation:rmse: 5.25 to 3 over 3 rounds\nvalidation:mae: 6.25 to 4 over 3 rounds',
    );
  });

  test('is one chart where there is one metric, to six digits', () => {
    const { spec } = metricsChart([{ name: 'train:rmse', points: [{ round: 0, value: 0.123456789 }] }]);

    expect(spec).not.toHaveProperty('vconcat');
    expect(JSON.stringify(spec)).toContain('0,0.123457,train');
  });

  test('is also drawn for a running job with one picture for each metric', () => {
    const state = { ...STATE, metrics: lines('train:rmse', 'validation:rmse', 'train:mae') };

    expect(String(liveCard(state, FACTS)[MIME.html]).match(/<svg/g)).toHaveLength(2);
  });
});

function axesOf(spec: VegaLiteSpec): readonly string[] {
  return [...JSON.stringify(spec).matchAll(/"y":\{"field":"value","type":"quantitative","title":"(\w+)"/g)].map(
    ([, title]) => title,
  );
}

describe('a finished job', () => {
  const description = { ...FACTS_OF_JOB, finalMetrics: [{ metric: 'validation:rmse', value: 3 }] };

  test('that stopped early shows the model that it keeps, not the last round', () => {
    const metrics = { round: 0, values: new Map([['validation-rmse', 1.6]]) };
    const finished = new FinishedJob(description, STATE, { facts: { rounds: 1, bestRound: 0, metrics } });

    expect(finished).toMatchObject({
      rounds: 1,
      bestRound: 0,
      metrics: [{ metric: 'validation:rmse', value: 1.6 }],
    });
    expect(finishedCard(finished)[MIME.text]).toBe(
      `Completed: round 0 was the best, and the model keeps 1 round\n${RUN}\nvalidation:rmse 1.6`,
    );
    expect(finishedCard(finished)[MIME.html]).toContain('<b>Completed</b>: round 0 was the best');
    expect(finished.chart()[JUPYTER_DISPLAY]()[MIME.text]).toContain('Metrics by round, the best is round 0');
  });

  test('that left no model says so', () => {
    const finished = new FinishedJob(description, STATE, { facts: {}, missing: 'its archive is empty.' });

    expect(finished).toMatchObject({ rounds: 0, remark: expect.stringContaining('It left no model to deploy: ') });
    expect(finishedCard(finished)[MIME.text]).toBe(
      `Completed\n${RUN}\nIt left no model to deploy: its archive is empty. The metrics are the last values that SageMaker found in the log.\nvalidation:rmse 3`,
    );
    expect(finishedCard(finished)[MIME.html]).toContain('It left no model to deploy: its archive is empty.');
  });

  test('whose model cannot be read shows the metrics of the log', () => {
    const finished = new FinishedJob(description, STATE, { facts: {}, problem: 'It is not there any more.' });

    expect(finished).toMatchObject({ rounds: 2, metrics: description.finalMetrics, metricsFrom: 'SageMaker' });
    expect(finishedCard(finished)[MIME.text]).toContain('Its model could not be looked at. It is not there any more.');
  });

  const rounds = [
    { name: 'train:rmse', points: [1.5, 1.1, 0.9].map((value, round) => ({ round, value })) },
    { name: 'validation:rmse', points: [1.6, 1.25, 1.3].map((value, round) => ({ round, value })) },
  ];

  // SageMaker may have no final metrics of a short job.
  test.each([
    [
      'the last round that the model keeps',
      { facts: { rounds: 2 } },
      [1.1, 1.25],
      "The metrics are those of round 1 in the log, the model's last one.",
    ],
    [
      'the last round of the log, where the model cannot be read,',
      { facts: {}, problem: 'It is gone.' },
      [0.9, 1.3],
      'Its model could not be looked at. It is gone. The metrics are those of the last round in the log.',
    ],
  ])('without final metrics shows those of %s and says so', (_which, model, values, remark) => {
    const finished = new FinishedJob({ ...description, finalMetrics: [] }, { ...STATE, metrics: rounds }, model);

    expect(finished).toMatchObject({
      metrics: [
        { metric: 'train:rmse', value: values[0] },
        { metric: 'validation:rmse', value: values[1] },
      ],
      metricsFrom: 'log',
      remark,
    });
  });

  test('that was stopped with a model says why, and what the model holds', () => {
    const stopped = {
      ...description,
      status: 'Stopped',
      secondaryStatus: 'MaxRuntimeExceeded',
      maxRunSeconds: 60,
    } as const;
    const metrics = { round: 1, values: new Map([['validation-rmse', 1.6]]) };
    const finished = new FinishedJob(stopped, STATE, { facts: { rounds: 2, metrics } });

    expect(finished.status).toBe('Stopped');
    expect(finishedCard(finished)[MIME.text]).toBe(
      `Stopped after 2 rounds\n${RUN}\nSageMaker stopped it at its time limit of 60 seconds; the option maxRunSeconds of trainingJob() gives it more. The model holds the rounds until then.\nvalidation:rmse 1.6`,
    );
    expect(finishedCard(finished)[MIME.html]).toMatch(
      /<b>Stopped<\/b> after 2 rounds<br><small>.*<\/small><br>SageMaker stopped it/,
    );
  });

  test('keeps the log of each host, folded away and escaped, without the rounds that the chart shows', () => {
    const shown = String(finishedCard(FINISHED)[MIME.html]);

    expect(shown).toContain('<details><summary>Log of algo-1</summary>');
    expect(shown).toContain('&lt;script&gt;');
    expect(shown).not.toContain('[0] train-rmse');
  });

  test('counts the seconds of all hosts together, as they are paid for', () => {
    expect(FINISHED).toMatchObject({ rounds: 2, billableSeconds: 120, trainingSeconds: 140 });
  });
});

describe('the card of a cell that was interrupted', () => {
  test('says that the job goes on and how to watch it again', () => {
    const advice = [
      "import { attach } from 'kernel-helpers';",
      `const job = await attach('${FACTS.jobName}');`,
      'await job.watch();',
    ];

    expect(interruptedCard(FACTS.jobName, { phase: 'Training', isLocal: false })[MIME.text]).toBe(
      [
        'No longer watched. The training job goes on (Training), and costs money until it ends. Watch it again, or stop it with await job.stop():',
        ...advice,
      ].join('\n'),
    );
    expect(interruptedCard(FACTS.jobName, { isLocal: true })[MIME.text]).toContain('The training job goes on. Watch');
  });
});

describe('a job that failed', () => {
  const failed = { name: 'job-1', status: 'Failed', secondaryStatus: 'Failed', lines: [] } as const;

  test('is an error with SageMaker’s reason and the last lines', () => {
    const reason = 'AlgorithmError: UserError: Table HOUSES was not found., exit code: 1';
    const error = jobFailure({ ...failed, failureReason: reason, lines: [log(1, 'algo-1', 'connecting')] });

    expect(error).toMatchObject({ kind: 'user' });
    expect(error.message).toBe(
      `The training job job-1 failed: ${reason}\nThe last lines of its log:\n  algo-1  connecting`,
    );
  });

  test('says its reason once, although each host has written it into the log', () => {
    const own = 'UserError: The training script failed at train.ts:4:11: no such column';
    const lines = [log(1, 'algo-1', 'connecting'), log(2, 'algo-1', own), log(2, 'algo-2', own)];

    const { message } = jobFailure({ ...failed, failureReason: `AlgorithmError: ${own}`, lines });

    expect(message).toBe(
      `The training job job-1 failed: AlgorithmError: ${own}\nThe last lines of its log:\n  algo-1  connecting`,
    );
  });

  test.each([
    'CapacityError: no instances',
    'InternalServerError: try again',
    'AlgorithmError: PlatformError: Snowflake is away',
    'AlgorithmError: InternalError: XGBoost failed',
  ])('is not blamed on the user when the reason is %p', (failureReason) => {
    expect(jobFailure({ ...failed, failureReason })).toMatchObject({ kind: 'platform' });
  });

  test.each([
    'AlgorithmError: UserError: The training script failed: no InternalError here',
    'AlgorithmError: UserError: Table PLATFORMERROR was not found.',
  ])('is a user error when only its words look like another kind: %p', (failureReason) => {
    expect(jobFailure({ ...failed, failureReason })).toMatchObject({ kind: 'user' });
  });

  test('says which permission the role of jobs lacks, where AWS says so in the reason', () => {
    const failureReason =
      'ClientError: Data download failed: User: arn:aws:sts::1:assumed-role/Jobs/SageMaker is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject action';

    expect(jobFailure({ ...failed, failureReason }).message).toContain(
      '\nFor the job, permission s3:GetObject is missing. Ask for a policy that allows s3:GetObject for the role that jobs and endpoints run as (SAGEMAKER_ROLE_ARN).',
    );
  });

  test('says which permissions may be missing where no host wrote a line', () => {
    expect(jobFailure({ ...failed, failureReason: 'ClientError: no image' }).message).toBe(
      'The training job job-1 failed: ClientError: no image\nIts hosts wrote nothing to the log. If it started a host, the role that jobs and endpoints run as (SAGEMAKER_ROLE_ARN) lacks logs:CreateLogGroup, logs:CreateLogStream or logs:PutLogEvents on /aws/sagemaker/TrainingJobs.',
    );
  });

  test.each([
    ['Stopped', undefined, 'Somebody stopped it.'],
    [
      'MaxRuntimeExceeded',
      3600,
      'SageMaker stopped it at its time limit of 3,600 seconds; the option maxRunSeconds of trainingJob() gives it more.',
    ],
    [
      'MaxWaitTimeExceeded',
      undefined,
      'SageMaker stopped it because it waited too long for spot instances (MaxWaitTimeInSeconds).',
    ],
    ['Interrupted', undefined, 'AWS took its spot instances away.'],
  ])('because it was stopped (%s) before it had a model says why', (secondaryStatus, maxRunSeconds, why) => {
    const { message } = jobFailure({ ...failed, status: 'Stopped', secondaryStatus, maxRunSeconds });

    expect(message).toBe(`The training job job-1 was stopped before it had saved a model. ${why} Start it again.`);
  });

  test('says why its log is not known, where it could not be read', () => {
    const whyLogIsHidden = 'Could not read the log of the training job: permission logs:GetLogEvents is missing.';

    expect(jobFailure({ ...failed, whyLogIsHidden }).message).toBe(
      `The training job job-1 failed: SageMaker gave no reason\n${whyLogIsHidden}`,
    );
    expect(jobFailure({ ...failed, whyLogIsHidden, lines: [log(1, 'algo-1', 'connecting')] }).message).toBe(
      `The training job job-1 failed: SageMaker gave no reason\nThe last lines of its log:\n  algo-1  connecting\n${whyLogIsHidden}`,
    );
  });

  test('shows its last lines, escaped', () => {
    expect(failedCard(STATE)[MIME.html]).not.toContain('<script>');
  });
});
