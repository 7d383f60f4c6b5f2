import { PlatformError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import { type Handle, type Out, xgboost } from './bindings';
import { check, written } from './call';

export interface TrackerOptions {
  readonly host: string;
  /** 0 lets the system choose. A port that was used before stays taken for a while, so each generation has its own. */
  readonly port: number;
  readonly hostCount: number;
  /** How long the hosts may take to join. */
  readonly timeoutSeconds: number;
}

const workerArguments = z.object({ dmlc_tracker_port: z.coerce.number().int() });

/** Brings the hosts of a job together. It works in a thread of its own inside XGBoost, on the first host. */
export class Tracker {
  readonly port: number;
  readonly #handle: Handle;
  #isOpen = true;

  constructor({ host, port, hostCount, timeoutSeconds }: TrackerOptions) {
    const sortByTask = 1;
    const config = {
      dmlc_communicator: 'rabit',
      n_workers: hostCount,
      host,
      port,
      sortby: sortByTask,
      timeout: timeoutSeconds,
    };
    const out: Out<Handle> = [null];
    if (xgboost().XGTrackerCreate(JSON.stringify(config), out) !== 0) throw cannotListen(host, port);
    this.#handle = written(out);
    check(xgboost().XGTrackerRun(this.#handle, '{}'), 'while starting the tracker');
    const args: Out<string> = [null];
    check(xgboost().XGTrackerWorkerArgs(this.#handle, args), "while reading the tracker's port");
    this.port = workerArguments.parse(JSON.parse(written(args))).dmlc_tracker_port;
  }

  /** Blocks this thread until every host has left the collective; false if one has not left within the given time. */
  waitForHosts(timeoutSeconds: number): boolean {
    return xgboost().XGTrackerWaitFor(this.#handle, JSON.stringify({ timeout: timeoutSeconds })) === 0;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // If hosts have died, Free returns an error; at this point there is nothing to do about it.
    xgboost().XGTrackerFree(this.#handle);
  }
}

function cannotListen(host: string, port: number): PlatformError {
  return new PlatformError(
    `XGBoost's tracker cannot listen on ${host}:${port}: the port is in use, or the address is not this machine's. Free it, or set ${LOCAL_HOST_ENVIRONMENT.trackerPort} to another port on every host.`,
    { facts: { xgboost: xgboost().XGBGetLastError() } },
  );
}
