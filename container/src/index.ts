export type { DeclaredHyperparameter, Hyperparameters, RoundMetrics } from 'kernel-helpers/training-contract/index';
export { boolean, choice, integer, number, text } from 'kernel-helpers/training-contract/index';
export type { Channel } from './channels';
export { type LoadModelOptions, loadModel, type ModelSource } from './explain/load-model';
export type { LoadedModel, PredictOptions } from './explain/loaded-model';
export {
  defineTraining,
  type Host,
  type Training,
  type TrainingData,
  type TrainingScript,
} from './script/define-training';
export type { Model } from './training/model';
export type { Rows, Share, ShareFunction, ShareOptions, StreamedRows, StreamedShare } from './training/share';
export type { ImportanceKind } from './xgboost/booster';
