export type { DeclaredHyperparameter, Hyperparameters, RoundMetrics } from 'kernel-helpers/training-contract/index';
export { boolean, choice, integer, number, text } from 'kernel-helpers/training-contract/index';
export type { Channel } from './channels';
export {
  defineTraining,
  type Host,
  type Training,
  type TrainingData,
  type TrainingScript,
} from './script/define-training';
export type { Model } from './training/model';
export type { Rows, Share, ShareFunction, ShareOptions, StreamedRows, StreamedShare } from './training/share';
