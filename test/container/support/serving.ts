import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Booster, type Parameter } from 'container/xgboost/booster';
import { DMatrix, type MatrixData } from 'container/xgboost/dmatrix';
import {
  IMAGE_PROGRAM,
  LOCAL_HOST_ENVIRONMENT,
  MODEL_FILE,
  SERVING_ENVIRONMENT,
  trainingPaths,
} from 'kernel-helpers/training-contract/index';
import { ROOT } from '../../support/clone';
import { xgboostLibrary } from './xgboost-library';

export const PROGRAM = join(ROOT, 'container', IMAGE_PROGRAM);

/** The container's own program, which answers predictions. */
export interface Serving {
  readonly url: string;
  readonly pid: number;
  /** Asks for a stop as SageMaker does, and gives the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a host without memory does, with SIGKILL. */
  kill(): Promise<void>;
}

/**
 * Returns when all processes answer.
 * @param base the folder that stands for `/opt/ml`.
 */
export async function startServing(base: string, processes = 1): Promise<Serving> {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: servingEnvironment(base, processes),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null || child.pid === undefined) throw new Error('The process has not started.');
  const lines = on(createInterface({ input: child.stdout }), 'line');
  const { value: line } = await lines.next();
  if (processes > 1) await lines.next();
  await lines.return?.();
  const exited = once(child, 'exit');
  return {
    url: `http://127.0.0.1:${/port (\d+)$/.exec(String(line))?.[1]}`,
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [exitCode] = await exited;
      return exitCode;
    },
  };
}

export function servingEnvironment(base: string, processes = 1): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    [LOCAL_HOST_ENVIRONMENT.baseDirectory]: base,
    [LOCAL_HOST_ENVIRONMENT.servePort]: '0',
    [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: xgboostLibrary(),
    [SERVING_ENVIRONMENT.processes]: String(processes),
  };
}

export interface ServedModel {
  readonly data: MatrixData;
  readonly parameters?: readonly Parameter[];
  readonly rounds: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Puts a model where the program finds it. */
export function writeServedModel(base: string, { data, parameters = [], rounds, attributes = {} }: ServedModel): void {
  const matrix = new DMatrix(data);
  const booster = Booster.forTraining([matrix], [['nthread', '1'], ...parameters]);
  for (let round = 0; round < rounds; round += 1) booster.update(round, matrix);
  for (const [name, value] of Object.entries(attributes)) booster.setAttribute(name, value);
  const { model } = trainingPaths(base);
  mkdirSync(model, { recursive: true });
  writeFileSync(join(model, MODEL_FILE), booster.save());
  booster.close();
  matrix.close();
}
