import { describe, expect, test } from '@jest/globals';
import { EarlyStopping } from 'container/xgboost/early-stopping';

describe('early stopping', () => {
  test('ends after the given number of rounds without an improvement', () => {
    const stopping = new EarlyStopping(2);

    const isOver = [0.5, 0.4, 0.45, 0.41].map((rmse, round) => stopping.observe(round, { validation: { rmse } }));

    expect(isOver).toEqual([false, false, false, true]);
    expect(stopping.best).toMatchObject({ round: 1, value: 0.4 });
  });

  test('watches the last metric, and knows that a larger auc is better', () => {
    const stopping = new EarlyStopping(1);

    stopping.observe(0, { validation: { logloss: 0.1, auc: 0.8 } });
    const isOver = stopping.observe(1, { validation: { logloss: 0.2, auc: 0.9 } });

    expect(isOver).toBe(false);
    expect(stopping.best).toMatchObject({ round: 1, value: 0.9 });
  });
});
