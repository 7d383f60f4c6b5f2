import { createHash } from 'node:crypto';
import koffi from 'koffi';
import { boosterParameters } from '../../container/dist/training/booster-parameters';
import type { Device } from '../../container/dist/training/choose-device';
import { type Handle, type Out, xgboost } from '../../container/dist/xgboost/bindings';
import { check, written } from '../../container/dist/xgboost/call';
import { Collective } from '../../container/dist/xgboost/collective';
import { DMatrix } from '../../container/dist/xgboost/dmatrix';
import { trainRounds } from '../../container/dist/xgboost/train-rounds';
import type { MadeUpRows } from './made-up-rows';

export interface Training {
  readonly seconds: number;
  /** The last round's error on the rows that it learnt from. */
  readonly rmse: number;
  readonly modelSha256: string;
  readonly model: Uint8Array;
}

export interface Order {
  readonly device: Device;
  readonly rounds: number;
  readonly threads: number;
}

/** Trains as a host of a job does: matrix, rounds, and the error after each round. */
export async function trainWithBindings(rows: MadeUpRows, { device, rounds, threads }: Order): Promise<Training> {
  const collective = await Collective.join({
    trackerHost: '',
    trackerPort: 0,
    hostIndex: 0,
    hostCount: 1,
    generation: 0,
    timeoutSeconds: 0,
  });
  const hyperparameters = { objective: 'reg:squarederror', max_depth: 6 } as const;
  const parameters = boosterParameters(hyperparameters, { hostCount: 1, threads, device });
  const begun = performance.now();
  const { booster, metrics } = trainRounds({ train: rows, parameters, rounds, threads }, collective, {
    isStopRequested: () => false,
    onRound: () => undefined,
  });
  const seconds = (performance.now() - begun) / 1000;
  const model = booster.save();
  booster.close();
  collective.close();
  return { seconds, rmse: metrics.train.rmse, modelSha256: createHash('sha256').update(model).digest('hex'), model };
}

export interface Contributions {
  readonly seconds: number;
  readonly values: Float32Array;
}

/** SHAP contributions of every feature to every prediction: `type` 2 of XGBoosterPredictFromDMatrix. */
export function contributions(model: Uint8Array, columns: readonly Float32Array[], device: Device): Contributions {
  const out: Out<Handle> = [null];
  check(xgboost().XGBoosterCreate([], 0, out), 'while making a model');
  const booster = written(out);
  check(xgboost().XGBoosterLoadModelFromBuffer(booster, model, model.length), 'while loading the model');
  check(xgboost().XGBoosterSetParam(booster, 'device', device), 'while choosing the device');
  const matrix = new DMatrix({ columns });
  const [shape, dimensions, result]: [Out<Handle>, Out<number | bigint>, Out<Handle>] = [[null], [null], [null]];
  const config = '{"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}';
  try {
    const begun = performance.now();
    const status = xgboost().XGBoosterPredictFromDMatrix(booster, matrix.handle, config, shape, dimensions, result);
    check(status, 'while explaining predictions');
    const seconds = (performance.now() - begun) / 1000;
    const count = columns[0].length * (columns.length + 1);
    const view = koffi.view(written(result), count * Float32Array.BYTES_PER_ELEMENT);
    return { seconds, values: new Float32Array(view.slice(0)) };
  } finally {
    matrix.close();
    check(xgboost().XGBoosterFree(booster), 'while freeing a model');
  }
}
