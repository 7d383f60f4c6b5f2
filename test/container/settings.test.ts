import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readTrainingSettings } from 'container/settings';
import { trainingPaths } from 'kernel-helpers/training-contract/index';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';
import { writeConfiguration } from './support/training-site';

const ENVIRONMENT = { SF_ACCOUNT: 'myorg-account1', SF_TABLE: 'houses', TARGET_COLUMN: 'PRICE' };
const HYPERPARAMETERS = { eta: '0.2', num_round: '50' };

let folder: TemporaryFolder;

beforeEach(() => {
  folder = makeTemporaryFolder('settings');
});
afterEach(() => folder.close());

describe('the settings of a training host', () => {
  test('come from SageMaker’s files and the environment', () => {
    const paths = configure('algo-2', ['algo-2', 'algo-1'], HYPERPARAMETERS);

    const settings = readTrainingSettings(ENVIRONMENT, paths);

    expect(settings.host).toMatchObject({
      name: 'algo-2',
      names: ['algo-1', 'algo-2'],
      index: 1,
      count: 2,
      isLeader: false,
      // The port of AWS's own XGBoost image (sagemaker-xgboost-container, distributed.py).
      trackerPort: 9099,
      addresses: {},
    });
    expect(settings.hyperparameters).toEqual({ eta: 0.2, num_round: 50 });
    expect(settings.script).toBeUndefined();
    expect(settings.source).toMatchObject({ account: 'myorg-account1', table: 'houses', target: 'PRICE' });
  });

  test('take the names of AWS’s JumpStart models, too', () => {
    const paths = configure('algo-1', ['algo-1'], HYPERPARAMETERS);
    const env = { SF_ACCOUNT_ID: 'myorg-account1', SF_TRAINING_TABLE: 'houses', TARGET_COLUMN: 'PRICE' };

    expect(readTrainingSettings(env, paths).source).toMatchObject({ account: 'myorg-account1', table: 'houses' });
  });

  test('share the threads of a machine on which several hosts run', () => {
    const paths = configure('algo-1', ['algo-1', 'algo-2'], HYPERPARAMETERS);
    const env = { ...ENVIRONMENT, SAGEMAKER_HOST_ADDRESSES: '{"algo-1":"127.0.0.1","algo-2":"127.0.0.1"}' };

    const alone = readTrainingSettings(ENVIRONMENT, paths).host.threads;
    const together = readTrainingSettings(env, paths).host.threads;

    expect(together).toBe(Math.max(1, Math.floor(alone / 2)));
  });

  test('that are wrong are all reported at once', () => {
    const paths = configure('algo-3', ['algo-1'], { eta: 'fast', sagemaker_program: 'train.js' });

    expect(() => readTrainingSettings({ XGBOOST_TRACKER_PORT: '0' }, paths)).toThrow(
      [
        'Hyperparameter "eta" must be a number from 0 to 1, not "fast".',
        'A training script needs both hyperparameters sagemaker_program (its file name) and sagemaker_submit_directory (s3://…/sourcedir.tar.gz). Set both, or neither to run the default script.',
        `${paths.resourceConfig} names algo-3 as this host, but not among the hosts.`,
        "The job's environment lacks SF_TABLE (the table to train on), TARGET_COLUMN (its column to predict), SF_ACCOUNT (the Snowflake account). Set them when you create the job.",
      ].join('\n'),
    );
  });

  test('of the default script are refused where one leaves another without effect', () => {
    const paths = configure('algo-1', ['algo-1'], {
      holdout: '0.1',
      validation_table: 'houses_test',
      rate_drop: '0.1',
    });
    expect(() => readTrainingSettings(ENVIRONMENT, paths)).toThrow(
      'Hyperparameter "rate_drop" would have no effect: it is for the booster dart. Leave it out.',
    );

    const scripted = { sagemaker_program: 'train.js', sagemaker_submit_directory: 's3://bucket/sourcedir.tar.gz' };
    const given = { holdout: '0.1', validation_table: 'houses_test' };
    configure('algo-1', ['algo-1'], given);
    expect(() => readTrainingSettings(ENVIRONMENT, paths)).toThrow(
      'Hyperparameter "holdout" would have no effect: the error is measured on the validation table houses_test. Give one of them.',
    );
    // A script of the user's own may declare a value of this name for something else.
    configure('algo-1', ['algo-1'], { ...given, ...scripted });
    expect(readTrainingSettings(ENVIRONMENT, paths).source.validationTable).toBe('houses_test');
  });

  test('name the folder and the type of each channel, and refuse channels that are pipes', () => {
    const paths = configure('algo-1', ['algo-1'], HYPERPARAMETERS);
    expect(readTrainingSettings(ENVIRONMENT, paths).channels).toEqual([]);
    const described = {
      prices: { TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
      words: { ContentType: 'text/csv', TrainingInputMode: 'File' },
    };
    writeFileSync(paths.inputDataConfig, JSON.stringify(described));
    expect(readTrainingSettings(ENVIRONMENT, paths).channels).toEqual([
      { name: 'prices', folder: join(paths.base, 'input/data/prices') },
      { name: 'words', folder: join(paths.base, 'input/data/words'), contentType: 'text/csv' },
    ]);

    writeFileSync(paths.inputDataConfig, JSON.stringify({ prices: { TrainingInputMode: 'Pipe' } }));
    expect(() => readTrainingSettings(ENVIRONMENT, paths)).toThrow(
      'The job gives prices as pipes, which this image does not read. Use the input mode File or FastFile.',
    );
  });

  test('say which file is missing, and that SageMaker writes it', () => {
    const paths = configure('algo-1', ['algo-1'], HYPERPARAMETERS);
    rmSync(paths.resourceConfig);

    expect(() => readTrainingSettings(ENVIRONMENT, paths)).toThrow(
      `${paths.resourceConfig} cannot be read. SageMaker writes it;`,
    );
  });

  test('say which file holds something else', () => {
    const paths = configure('algo-1', ['algo-1'], HYPERPARAMETERS);
    writeFileSync(paths.hyperparameters, '{"eta": 0.2}');
    writeFileSync(paths.resourceConfig, '{');

    expect(() => readTrainingSettings(ENVIRONMENT, paths)).toThrow(
      /hyperparameters\.json is not as SageMaker writes it: .*\n.*eta\n.*resourceconfig\.json is not JSON\./,
    );
  });
});

function configure(currentHost: string, hosts: readonly string[], hyperparameters: Readonly<Record<string, string>>) {
  const paths = trainingPaths(folder.path);
  writeConfiguration(paths, currentHost, hosts, hyperparameters);
  return paths;
}
