/** The one thread of a host that calls XGBoost: its communicator belongs to the thread that joined it. */
import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from 'kernel-helpers/errors';
import { answerCalls } from 'kernel-helpers/threads/worker-calls';
import type { RoundMetrics } from 'kernel-helpers/training-contract/index';
import { xgboost } from './bindings';
import type { Booster } from './booster';
import { Collective, type CollectiveAddress } from './collective';
import { EventsInBursts } from './events-in-bursts';
import { type TrainedModel, type TrainingOrder, trainRounds } from './train-rounds';

/** What the main thread hands over. */
export interface TrainingThreadData {
  /** One shared number; 1 asks for a stop. Read between rounds, because a thread that trains receives no messages. */
  readonly stopFlag: Int32Array;
}

export interface RoundEvent {
  readonly kind: 'round';
  readonly round: number;
  readonly metrics: RoundMetrics;
  /** The name of the training, if the script gives one. */
  readonly name?: string;
}

/** What the thread tells while it trains. */
export type TrainingEvent = RoundEvent | CheckpointEvent;

export interface CheckpointEvent {
  readonly kind: 'checkpoint';
  readonly call: number;
  readonly rounds: number;
  readonly bytes: Uint8Array;
}

/** A trained model as the main thread knows it. */
export type ModelSummary = Omit<TrainedModel, 'booster'> & { readonly modelId: number };

if (parentPort === null) throw new InternalError('This file runs in a worker thread only.');
const port = parentPort;
const { stopFlag } = workerData as TrainingThreadData;
const models: Booster[] = [];
let collective: Collective | undefined;

const calls = {
  async join(address: CollectiveAddress): Promise<void> {
    // A missing library is found here, before a query costs anything.
    xgboost();
    collective = await Collective.join(address);
  },

  maximum(values: readonly number[]): number[] {
    return joined().maximum(values);
  },

  broadcast(bytes: Uint8Array | undefined, root: number): Uint8Array {
    return joined().broadcast(bytes, root);
  },

  train(order: TrainingOrder): ModelSummary {
    const events = new EventsInBursts<TrainingEvent>((event) => port.postMessage({ event }));
    const { booster, ...summary } = trainRounds(order, joined(), {
      isStopRequested: () => Atomics.load(stopFlag, 0) === 1,
      onRound: (round, metrics) => events.tell({ kind: 'round', round, metrics, name: order.name }),
      onCheckpoint: (rounds, bytes) => {
        events.tell({ kind: 'checkpoint', call: order.checkpoints?.call ?? 1, rounds, bytes });
      },
    });
    events.flush();
    models.push(booster);
    return { ...summary, modelId: models.length - 1 };
  },

  /** The model file, with facts about it as attributes. */
  saveModel(modelId: number, attributes: Readonly<Record<string, string>>): Uint8Array {
    const booster = models[modelId];
    for (const [name, value] of Object.entries(attributes)) booster.setAttribute(name, value);
    return booster.save();
  },

  /** For each kind of importance, the features that the model uses. */
  importance(modelId: number, features: readonly string[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const booster = models[modelId];
    return Object.fromEntries(booster.importanceTypes.map((type) => [type, booster.importance(type, features)]));
  },

  leave(): void {
    for (const booster of models.splice(0)) booster.close();
    collective?.close();
    collective = undefined;
  },
};

export type TrainingThreadCalls = typeof calls;

answerCalls(port, calls);

function joined(): Collective {
  if (collective === undefined) throw new InternalError('This host has not joined the collective.');
  return collective;
}
