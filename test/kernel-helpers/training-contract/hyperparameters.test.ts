import { describe, expect, test } from '@jest/globals';
import {
  boolean,
  checkHyperparameters,
  choice,
  hyperparameterText,
  hyperparameterTexts,
  integer,
  number,
  parseDeclaredHyperparameters,
  parseHyperparameters,
  parseJobHyperparameters,
  parseScriptHyperparameters,
  text,
} from 'kernel-helpers/training-contract/index';

describe('hyperparameters', () => {
  test('that are right have no problems', () => {
    expect(checkHyperparameters({ objective: 'reg:squarederror', num_round: 50, max_depth: 5, eta: 0.2 }, {})).toEqual(
      [],
    );
  });

  test('get their types back from the texts that SageMaker carries', () => {
    const given = {
      eta: '0.2',
      num_round: '50',
      booster: 'dart',
      one_drop: 'True',
      eval_metric: 'rmse,quantile',
      quantile_alpha: '[0.1, 0.9]',
    };

    expect(parseHyperparameters(given)).toEqual({
      eta: 0.2,
      num_round: 50,
      booster: 'dart',
      one_drop: true,
      eval_metric: ['rmse', 'quantile'],
      quantile_alpha: [0.1, 0.9],
    });
  });

  test('are the same after SageMaker has carried them as texts', () => {
    const given = {
      objective: 'reg:quantileerror',
      eval_metric: ['rmse', 'error@0.7'],
      quantile_alpha: [0.1, 0.9],
      eta: 0.1,
      booster: 'dart',
      one_drop: false,
      seed: 7,
    } as const;
    const asTexts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, hyperparameterText(value)]));

    expect(parseHyperparameters(asTexts)).toEqual(given);
  });

  test('are read as AWS’s SDK for Python writes them: in quotes, and together with values of its own', () => {
    const given = { objective: '"binary:logistic"', sagemaker_program: '"train.js"', sagemaker_region: '"us-east-1"' };

    expect(parseHyperparameters(given)).toEqual({ objective: 'binary:logistic' });
  });

  test.each([
    [{ max_dept: 5 }, 'Hyperparameter "max_dept" is unknown. Did you mean "max_depth"?'],
    [{ Eta: 0.2 }, 'Hyperparameter "Eta" is unknown. Did you mean "eta"?'],
    [{ learningrate: 0.2 }, 'Hyperparameter "learningrate" is unknown. Did you mean "learning_rate"?'],
    [{ xyzzyplugh: 1 }, /^Hyperparameter "xyzzyplugh" is unknown\. XGBoost's names are listed at https/],
    [{ toString: 1 }, /^Hyperparameter "toString" is unknown/],
    [{ eta: 'fast' }, 'Hyperparameter "eta" must be a number from 0 to 1, not "fast".'],
    [{ eta: 1.5 }, 'Hyperparameter "eta" must be a number from 0 to 1, not 1.5.'],
    [{ subsample: 0 }, 'Hyperparameter "subsample" must be a number above 0 and up to 1, not 0.'],
    [{ max_depth: 2.5 }, 'Hyperparameter "max_depth" must be a whole number of at least 0, not 2.5.'],
    [{ num_round: '' }, 'Hyperparameter "num_round" must be a whole number of at least 1, not "".'],
    [{ one_drop: 'maybe' }, 'Hyperparameter "one_drop" must be true or false, not "maybe".'],
    [{ tree_method: 'fast' }, 'Hyperparameter "tree_method" must be one of auto, exact, approx, hist, not "fast".'],
    [{ device: 'gpu' }, 'Hyperparameter "device" must be one of cpu, cuda, not "gpu".'],
    [
      { eval_metric: 'rmse,rsme' },
      /^Hyperparameter "eval_metric" must be a metric or a list of metrics out of rmse, .*, not "rmse,rsme"\.$/,
    ],
    [
      { eta: 0.1, learning_rate: 0.1 },
      'Hyperparameter "learning_rate" is another name of "eta". Give only one of them.',
    ],
    [{ objective: 'multi:softmax' }, /needs the number of classes\. Set the hyperparameter "num_class"/],
    [{ num_class: 3 }, /"num_class" goes with the objectives multi:softmax and multi:softprob/],
    [
      { rate_drop: 0.1, one_drop: true },
      'Hyperparameters "rate_drop", "one_drop" would have no effect: they are for the booster dart. Leave them out.',
    ],
    [
      { updater: 'grow_colmaker', tree_method: 'exact' },
      'Hyperparameter "tree_method" would have no effect: it is for jobs without the hyperparameter updater, which names the method itself. Leave it out.',
    ],
    [
      { booster: 'gblinear', feature_selector: 'cyclic', top_k: 2 },
      'Hyperparameter "top_k" would have no effect: it is for the feature_selector greedy or thrifty. Leave it out.',
    ],
    [
      { disable_default_eval_metric: true, early_stopping_rounds: 5 },
      'Hyperparameter "early_stopping_rounds" would have no effect: it is for jobs that measure: disable_default_eval_metric without eval_metric leaves no metric to watch. Leave it out.',
    ],
  ])('%j are refused', (given, problem) => {
    const problems = checkHyperparameters(given, {});

    expect(problems).toHaveLength(1);
    if (typeof problem === 'string') expect(problems[0]).toBe(problem);
    else expect(problems[0]).toMatch(problem);
  });

  test('with several problems name them all', () => {
    expect(() => parseHyperparameters({ objectiv: 'x', eta: 'fast' })).toThrow(
      'Hyperparameter "objectiv" is unknown. Did you mean "objective"?\nHyperparameter "eta" must be a number from 0 to 1, not "fast".',
    );
  });
});

describe('hyperparameters that a script declares', () => {
  const declared = {
    part: number({ from: 0, to: 1, default: 0.2 }),
    trees: integer({ from: 1 }),
    verbose: boolean({ default: false }),
    measure: choice(['mean', 'median'], { default: 'mean' }),
    state: text({ pattern: /^[A-Z]{2}$/, default: 'CA' }),
  };

  test('are read together with those of XGBoost, with their types and defaults', () => {
    const given = { eta: '0.1', trees: '3', verbose: 'true', state: '"NV"', sagemaker_region: '"us-east-1"' };

    expect(parseJobHyperparameters(given, declared)).toEqual({
      hyperparameters: { eta: 0.1 },
      settings: { part: 0.2, trees: 3, verbose: true, measure: 'mean', state: 'NV' },
    });
    expect(hyperparameterTexts(given, declared)).toEqual({ eta: '0.1', trees: '3', verbose: 'true', state: 'NV' });
  });

  test('are sent on one line, as SageMaker wants them, and arrive as they were given', () => {
    const given = { greeting: '"hello"\n"world"' };
    const texts = hyperparameterTexts(given, { greeting: text() });

    expect(texts).toEqual({ greeting: JSON.stringify(given.greeting) });
    expect(parseJobHyperparameters(texts, { greeting: text() }).settings).toEqual(given);
  });

  test('are wrong in all their ways at once, together with those of XGBoost', () => {
    const given = { eta: 'fast', part: 2, trees: 1.5, verbose: 'maybe', measure: 'mode', state: 'Nevada', trials: 1 };

    expect(checkHyperparameters(given, declared)).toEqual([
      'Hyperparameter "eta" must be a number from 0 to 1, not "fast".',
      'Hyperparameter "part" must be a number from 0 to 1, not 2.',
      'Hyperparameter "trees" must be a whole number of at least 1, not 1.5.',
      'Hyperparameter "verbose" must be true or false, not "maybe".',
      'Hyperparameter "measure" must be one of mean, median, not "mode".',
      'Hyperparameter "state" must be a text like /^[A-Z]{2}$/, not "Nevada".',
      expect.stringMatching(/^Hyperparameter "trials" is unknown\./),
    ]);
    expect(checkHyperparameters({ parts: 0.1 }, declared)).toEqual([
      'Hyperparameter "parts" is unknown. Did you mean "part"?',
      'Hyperparameter "trees" is missing: the training script needs a whole number of at least 1.',
    ]);
  });

  test('keep their texts while the script is not known, and no name is called unknown', () => {
    expect(parseJobHyperparameters({ eta: '0.1', trees: '3' }, undefined)).toEqual({
      hyperparameters: { eta: 0.1 },
      settings: { trees: '3' },
    });
  });

  test.each([
    [{ eta: number() }, `The declared hyperparameter "eta" has the name of XGBoost's hyperparameter.`],
    [{ learning_rate: number() }, `The declared hyperparameter "learning_rate" has the name of XGBoost's`],
    [{ sagemaker_part: number() }, 'The declared hyperparameter "sagemaker_part" needs another name'],
    [{ 'two words': number() }, 'The declared hyperparameter "two words" needs another name'],
    [{ api_token: text() }, 'The declared hyperparameter "api_token" looks like a secret'],
    [{ part: number({ from: 1, default: 0 }) }, 'The default of "part" must be a number of at least 1, not 0.'],
    [{ part: 0.5 }, 'must be made with number(), integer(), boolean(), choice() or text()'],
  ])('are refused as %j', (given, problem) => {
    expect(() => parseDeclaredHyperparameters(given)).toThrow(problem);
  });
});

describe('the script of a job', () => {
  test('is read from AWS’s names for it', () => {
    const given = {
      sagemaker_program: '"train.js"',
      sagemaker_submit_directory: 's3://bucket/job/source/sourcedir.tar.gz',
    };

    expect(parseScriptHyperparameters(given)).toEqual({
      program: 'train.js',
      submitDirectory: 's3://bucket/job/source/sourcedir.tar.gz',
    });
    expect(parseScriptHyperparameters({ eta: '0.1' })).toBeUndefined();
  });

  test('needs both a file name and an archive', () => {
    expect(() => parseScriptHyperparameters({ sagemaker_program: 'train.js' })).toThrow(/needs both/);
  });
});
