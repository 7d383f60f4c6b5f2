export type { Hyperparameters, RoundMetrics } from 'kernel-helpers/training-contract/index';
export { defineTraining, type Host, type Training, type TrainingScript } from './script/define-training';
export type { Rows, Share, ShareOptions } from './training/share-rows';
export type { Model } from './training/train-model';
