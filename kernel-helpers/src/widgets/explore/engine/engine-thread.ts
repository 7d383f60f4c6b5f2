import { parentPort } from 'node:worker_threads';
import { InternalError } from '../../../errors';
import { answerCalls } from '../../../threads/worker-calls';
import type { EngineCalls } from './engine-calls';
import { createEngines } from './engines';

if (parentPort === null) throw new InternalError('This program runs in a worker thread.');
answerCalls<keyof EngineCalls>(parentPort, createEngines());
