import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadPredictor } from 'container/serving/predictor';
import {
  foldsMetricDefinitions,
  metricDefinitions,
  parseMetricLine,
  readModelFacts,
} from 'kernel-helpers/training-contract/index';
import { HOUSE_COUNT } from './support/houses';
import { type HostResult, openTrainingSite, type TrainingSite } from './support/training-site';
import { useXGBoostLibrary } from './support/xgboost-library';

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
}, 60_000);

afterAll(() => site.close());

describe('a job on one host', () => {
  test('reads the whole table, prints a metric line for each round and saves one model file', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: { num_round: '5', max_depth: '3' },
      channels: { prices: { TrainingInputMode: 'File' } },
    });

    expect(host).toMatchObject({ exitCode: 0, stderr: '' });
    expect(sharesOf([host])).toEqual([`share: rows 1 to ${HOUSE_COUNT} of ${HOUSE_COUNT}`]);
    expect(roundsOf(host)).toEqual([0, 1, 2, 3, 4]);
    expect(host.stdout).toContain("channels: prices will not be read: this is the image's own script\n");
    expect([...lastMetricsOf(host).keys()]).toEqual(['train-rmse', 'validation-rmse']);
    const [read, trained] = ['speed: read 20640 rows in ', 'speed: trained 5 rounds over '].map((beginning) =>
      host.stdout.split('\n').find((line) => line.startsWith(beginning)),
    );
    expect(read).toMatch(/: [\d,.]+ rows\/s, [\d,.]+ MB\/s; memory: at most \d+ of [\d,]+ MB$/);
    expect(trained).toMatch(/ over 15\d\d\d rows in .* rounds\/s; memory: at most \d+ of [\d,]+ MB$/);
    expect(readdirSync(host.paths.model)).toEqual(['xgboost-model']);
    expect(existsSync(host.paths.failure)).toBe(false);
  });

  test('ends early when the validation metric no longer improves, and keeps the rounds up to the best', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: { num_round: '500', eta: '1', max_depth: '10', early_stopping_rounds: '3' },
    });

    expect(host.exitCode).toBe(0);
    const rounds = roundsOf(host);
    const { bestRound = Number.NaN, ...kept } = readModelFacts(readFileSync(join(host.paths.model, 'xgboost-model')));
    const best = rounds[rounds.length - 4];
    expect(kept).toMatchObject({ rounds: best + 1, metrics: { round: best } });
    expect(bestRound).toBe(best);
    expect(host.stdout).toContain(`train: round ${best} is the best; the model keeps no round after it\n`);
    // SageMaker takes the last match in the log as the final metric.
    const [line] = host.stdout.split('\n').filter((text) => text.startsWith(`[${best}] `));
    const [definition] = metricDefinitions(['validation-rmse']);
    const final = [...host.stdout.matchAll(new RegExp(definition.Regex, 'g'))].at(-1)?.[1];
    expect(Number(final)).toBe(parseMetricLine(line)?.values.get('validation-rmse'));
    expect(kept.metrics?.values.get('validation-rmse')).toBe(Number(final));
  });
});

describe('a job whose model has several first predictions', () => {
  const quantiles = { objective: 'reg:quantileerror', quantile_alpha: '[0.1,0.9]', num_round: '2' };
  const warning = 'model: base_score has several values, which XGBoost before 3.1 reads as 0.5 without an error.';

  test.each([
    ['says that older releases would answer wrongly', quantiles, true],
    ['says nothing if they begin with the same number', { ...quantiles, base_score: '0.5' }, false],
  ])('%s', async (_what, hyperparameters, isSaid) => {
    const [host] = await site.runJob({ hostCount: 1, hyperparameters });

    expect(host.exitCode).toBe(0);
    expect(host.stdout.includes(warning)).toBe(isSaid);
  });
});

describe('a job on chosen columns, some of them texts', () => {
  beforeAll(async () => {
    await site.snowflake.sql`create table flats (id int, city varchar, rooms int, counts float, kind varchar)`;
    // The city says the kind, but where no city is written: there the rooms do.
    const values = Array.from({ length: 90 }, (_, row) => {
      const city = row % 9 === 0 ? 'null' : ["'Oakland'", "'São Paulo'", "'Fresno, CA'"][row % 3];
      return `(${row}, ${city}, ${row % 3}, ${(row % 2) + 1}, '${['house', 'flat', 'hut'][row % 3]}')`;
    });
    await site.snowflake.execute(`insert into flats values ${values.join(', ')}`);
    await site.snowflake.sql`create table more_flats (kind varchar, rooms int, city varchar, counts float)`;
    await site.snowflake.sql`insert into more_flats values ('flat', 1, 'São Paulo', 1), ('hut', 2, 'Reno', 3)`;
  });
  const words = {
    features: 'rooms,city',
    weight: 'counts',
    objective: 'multi:softprob',
    num_class: '3',
    num_round: '20',
    early_stopping_rounds: '5',
  };

  test('learns from the words, weighs the rows, measures on the validation table, and keeps the words in the model', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      env: { SF_TABLE: 'flats', TARGET_COLUMN: 'kind' },
      hyperparameters: { ...words, validation_table: 'more_flats' },
    });

    expect(host).toMatchObject({ exitCode: 0, stderr: '' });
    expect(host.stdout).toContain('share: columns of texts become categories: CITY (4)\n');
    expect(host.stdout).toContain('share: the classes of KIND are flat, house, hut\n');
    expect(host.stdout).toContain('share: of 90 rows, these have no value: CITY in 10. XGBoost learns');
    expect(host.stdout).toContain('share: 90 rows to learn from, 2 to measure the error on\n');
    const model = readFileSync(join(host.paths.model, 'xgboost-model'));
    expect(readModelFacts(model)).toMatchObject({
      features: ['ROOMS', 'CITY'],
      target: 'KIND',
      categories: { CITY: ['Fresno, CA', 'Oakland', 'Reno', 'São Paulo'] },
      classes: ['flat', 'house', 'hut'],
    });
    useXGBoostLibrary();
    const predictor = loadPredictor(host.paths.model);
    expect(predictor.words.map((known) => known?.get('Reno'))).toEqual([undefined, 2]);
    predictor.close();
  });

  test('leaves metrics of each round, the importance of features and a plot in output/data', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      env: { SF_TABLE: 'flats', TARGET_COLUMN: 'kind' },
      hyperparameters: { ...words, validation_table: 'more_flats' },
    });

    const read = (name: string): string => readFileSync(join(host.paths.outputData, name), 'utf8');
    expect(readdirSync(host.paths.outputData).sort()).toEqual([
      'evaluation.svg',
      'feature-importance.json',
      'metrics.json',
    ]);
    const metrics = JSON.parse(read('metrics.json'));
    expect(metrics).toMatchObject({ target: 'KIND', features: ['ROOMS', 'CITY'], tableRows: 90 });
    expect(metrics.history.map(({ round }: { round: number }) => round)).toEqual(roundsOf(host));
    expect(metrics.metrics.validation.mlogloss).toBe(lastMetricsOf(host).get('validation-mlogloss'));
    const importance = JSON.parse(read('feature-importance.json'));
    expect(Object.keys(importance)).toEqual(['gain', 'weight', 'cover', 'total_gain', 'total_cover']);
    expect(Object.keys(importance.gain).sort()).toEqual(['CITY', 'ROOMS']);
    expect(read('evaluation.svg')).toMatch(/^<svg .*mlogloss.*<polyline .*validation.*<\/svg>\n$/s);
  });

  test('measures by folds on one host as on two, and trains on all rows with the mean of the rounds', async () => {
    const folded = { ...words, folds: '4', eval_metric: 'mlogloss' };
    const run = (hostCount: number) =>
      site.runJob({ hostCount, env: { SF_TABLE: 'flats', TARGET_COLUMN: 'kind' }, hyperparameters: folded });
    const [[whole], [half]] = await Promise.all([run(1), run(2)]);

    expect([whole.exitCode, half.exitCode]).toEqual([0, 0]);
    const [folds, ofTwo] = [whole, half].map(({ paths }) => {
      const read = JSON.parse(readFileSync(join(paths.outputData, 'metrics.json'), 'utf8'));
      expect(read.rounds).toBe(read.folds.meanRounds);
      expect(Object.keys(read.metrics)).toEqual(['train']);
      return read.folds;
    });
    expect(ofTwo.rounds).toEqual(folds.rounds);
    expect(modelHash(half)).toBe(modelHash(whole));
    expect(folds.rounds).toHaveLength(4);
    expect(folds.metrics.validation.mlogloss.values).toHaveLength(4);
    const final = foldsMetricDefinitions(['validation-mlogloss']).map(({ Regex }) =>
      Number(new RegExp(Regex).exec(whole.stdout)?.[1]),
    );
    const { mean, deviation } = folds.metrics.validation.mlogloss;
    expect(final).toEqual([mean, deviation]);
    expect(whole.stdout).toMatch(/^fold 4 of 4, round 0: train-mlogloss:\S+ validation-mlogloss:\S+$/m);
    // Lines of a fold are no rounds of the job's model.
    expect(roundsOf(whole)).toHaveLength(folds.meanRounds);
  });

  test('gives the same model from a query, on two hosts, and refuses what does not go with words', async () => {
    const query = 'select * from flats where id >= 0; ';
    const run = (hostCount: number, hyperparameters: Readonly<Record<string, string>>) =>
      site.runJob({
        hostCount,
        env: { SF_TABLE: '', TARGET_COLUMN: '' },
        hyperparameters: { target: 'kind', holdout: '0', ...hyperparameters },
      });
    const { early_stopping_rounds: _none, ...rest } = words;
    const [[whole], [half], [linear]] = await Promise.all([
      run(1, { ...rest, query }),
      run(2, { ...rest, query }),
      run(1, { ...rest, query, booster: 'gblinear', num_class: '4' }),
    ]);

    expect(whole.stderr).toBe('');
    expect([whole.exitCode, half.exitCode, linear.exitCode]).toEqual([0, 0, 1]);
    expect(half.stdout).toContain('share: rows 1 to 45 of 90\n');
    expect(modelHash(half)).toBe(modelHash(whole));
    expect(readFileSync(linear.paths.failure, 'utf8')).toBe(
      'UserError: XGBoost does not take columns of texts (CITY) with booster gblinear. Use tree_method hist, or leave the columns out.\n' +
        'The target column KIND of the query holds 3 different texts. Set num_class to 3.',
    );
  });
});

describe('a job without a secret', () => {
  test('logs in as its AWS role, and reads and trains like any other', async () => {
    await site.snowflake.execute(
      'create user sm_worker type = service default_role = sysadmin ' +
        `workload_identity = (type = aws arn = '${site.account.settings.SAGEMAKER_ROLE_ARN}')`,
    );

    const [host] = await site.runJob({
      hostCount: 1,
      env: { SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY', SECRET_ID: 'no_such_secret' },
    });

    expect(host).toMatchObject({ exitCode: 0, stderr: '' });
    expect(sharesOf([host])).toEqual([`share: rows 1 to ${HOUSE_COUNT} of ${HOUSE_COUNT}`]);
  });
});

describe('a job on several hosts', () => {
  test('gives each host its exact share, and only the first host saves the model', async () => {
    const hosts = await site.runJob({ hostCount: 2 });

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(sharesOf(hosts)).toEqual([
      `share: rows 1 to 10320 of ${HOUSE_COUNT}`,
      `share: rows 10321 to 20640 of ${HOUSE_COUNT}`,
    ]);
    expect(roundsOf(hosts[0])).toEqual([0, 1, 2, 3, 4]);
    expect(roundsOf(hosts[1])).toEqual([]);
    expect(modelHash(hosts[0])).toBeDefined();
    expect(modelHash(hosts[1])).toBeUndefined();
  });

  test('keeps the same rows aside on any number of hosts', async () => {
    const [one, three] = await Promise.all([site.runJob({ hostCount: 1 }), site.runJob({ hostCount: 3 })]);

    expect(keptAside(three)).toBe(keptAside(one));
    expect(keptAside(one) / HOUSE_COUNT).toBeCloseTo(0.25, 1);
  });

  test('says on every host why one of them failed', async () => {
    const hosts = await site.runJob({ hostCount: 2, env: { SF_TABLE: 'no_such_table' } });

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    const [leader, other] = hosts.map(({ paths }) => readFileSync(paths.failure, 'utf8'));
    expect(leader).toMatch(/^UserError: .*NO_SUCH_TABLE/);
    expect(other).toMatch(/^UserError: Host algo-1 failed: .*NO_SUCH_TABLE/);
  });
});

describe('a stop', () => {
  test('of one host ends all of them after the same round, with the model so far', async () => {
    let isStopped = false;
    const hosts = await site.runJob({
      hostCount: 2,
      hyperparameters: { num_round: '100000' },
      onOutput: (name, output, running) => {
        if (isStopped || name !== 'algo-1' || !output.includes('[3] ')) return;
        isStopped = true;
        running.kill('SIGTERM');
      },
    });

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const rounds = roundsOf(hosts[0]).length;
    for (const { stdout } of hosts) expect(stdout).toContain(`stopped on request after ${rounds} of 100000 rounds`);
    expect(statSync(join(hosts[0].paths.model, 'xgboost-model')).size).toBeGreaterThan(1000);
  });

  test('of one host while they meet ends all of them, without a model', async () => {
    let isStopped = false;
    const hosts = await site.runJob({
      hostCount: 2,
      onOutput: (name, _output, running) => {
        if (isStopped || name !== 'algo-1') return;
        isStopped = true;
        running.kill('SIGTERM');
      },
    });

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    for (const { stdout, paths } of hosts) {
      expect(stdout).toContain('there is no model');
      expect(existsSync(paths.model)).toBe(false);
    }
  });

  test('while the hosts still wait for each other ends the host without a model', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      // Nobody answers there, so this host waits for its leader.
      env: { SAGEMAKER_HOST_ADDRESSES: '{"algo-0":"127.0.0.1","algo-1":"127.0.0.1"}' },
      hosts: ['algo-0', 'algo-1'],
      onOutput: (_name, output, running) => {
        if (output.includes('2 of 2')) running.kill('SIGTERM');
      },
    });

    expect(host.exitCode).toBe(0);
    expect(host.stdout).toContain('there is no model');
    expect(existsSync(host.paths.failure)).toBe(false);
  });
});

describe('wrong input', () => {
  test('is reported all at once, before anything is read', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: { max_dept: '3', eta: 'fast' },
      env: { TARGET_COLUMN: '' },
    });

    expect(host.exitCode).toBe(1);
    expect(readFileSync(host.paths.failure, 'utf8')).toBe(
      'UserError: Hyperparameter "max_dept" is unknown. Did you mean "max_depth"?\n' +
        'Hyperparameter "eta" must be a number from 0 to 1, not "fast".\n' +
        "The job's environment lacks TARGET_COLUMN (its column to predict). Set them when you create the job.",
    );
  });

  test.each([
    ['a misspelt target', { TARGET_COLUMN: 'medhousval' }, /no column medhousval.*Did you mean MEDHOUSEVAL\?/],
    ['no rows', { SF_TABLE: 'no_houses' }, /no_houses has no rows to train on/],
    ['too few rows to keep some aside', { SF_TABLE: 'one_house' }, /With 1 rows in the table, share\(\) leaves none/],
    ['a wrong library path', { XGBOOST_LIBRARY: '/nowhere/libxgboost.so' }, /PlatformError: .*set XGBOOST_LIBRARY/],
  ])('%s is named, with what to do', async (_what, env, message) => {
    await makeOddTables();

    const [host] = await site.runJob({ hostCount: 1, env });

    expect(host.exitCode).toBe(1);
    expect(readFileSync(host.paths.failure, 'utf8')).toMatch(message);
  });
});

let areOddTablesThere = false;

async function makeOddTables(): Promise<void> {
  if (areOddTablesThere) return;
  areOddTablesThere = true;
  const { snowflake } = site;
  await snowflake.sql`create table no_houses as select medinc, medhouseval from california_housing limit 0`;
  await snowflake.sql`create table one_house as select medinc, medhouseval from california_housing limit 1`;
}

function sharesOf(hosts: readonly HostResult[]): unknown[] {
  return hosts.map(({ stdout }) => stdout.split('\n').find((line) => line.startsWith('share: ')));
}

function roundsOf(host: HostResult): number[] {
  return metricLinesOf(host).map(({ round }) => round);
}

function lastMetricsOf(host: HostResult): ReadonlyMap<string, number> {
  return metricLinesOf(host).at(-1)?.values ?? new Map();
}

function metricLinesOf({ stdout }: HostResult) {
  return stdout
    .split('\n')
    .map(parseMetricLine)
    .filter((line) => line !== undefined);
}

function keptAside(hosts: readonly HostResult[]): number {
  return hosts.reduce((sum, { stdout }) => sum + Number(/(\d+) to measure the error on/.exec(stdout)?.[1]), 0);
}

function modelHash({ paths }: HostResult): string | undefined {
  const file = join(paths.model, 'xgboost-model');
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : undefined;
}
