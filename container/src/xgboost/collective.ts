import { setTimeout as delay } from 'node:timers/promises';
import { InternalError, PlatformError } from 'kernel-helpers/errors';
import { xgboost } from './bindings';
import { check } from './call';

/** Where the hosts of a job meet, and who this host is. */
export interface CollectiveAddress {
  readonly trackerHost: string;
  readonly trackerPort: number;
  readonly hostIndex: number;
  readonly hostCount: number;
  /** 0 when a job starts, one more each time its hosts meet again; each generation has a tracker of its own. */
  readonly generation: number;
  /** How long to wait for hosts to join, and for an answer of a host that has become silent. */
  readonly timeoutSeconds: number;
}

const RETRY_MILLISECONDS = 500;
/** Codes of the C API: XGBoost 3.x `ArrayInterfaceHandler::Type` and `collective::Op`. */
const FLOAT64 = 2;
const MAXIMUM = 0;

/**
 * All hosts of a job, as XGBoost sees them. It belongs to the thread that joined it.
 * A job of one host has no communicator: every call then returns what it was given.
 */
export class Collective {
  readonly hostIndex: number;
  readonly hostCount: number;
  readonly generation: number;
  #isOpen = true;

  private constructor({ hostIndex, hostCount, generation }: CollectiveAddress) {
    this.hostIndex = hostIndex;
    this.hostCount = hostCount;
    this.generation = generation;
  }

  /** Joins the other hosts; returns when all have joined. */
  static async join(address: CollectiveAddress): Promise<Collective> {
    if (address.hostCount > 1) {
      await connect(address);
      checkRank(address);
    }
    return new Collective(address);
  }

  /** Gives every host the bytes of the host at `root`; the other hosts pass undefined. */
  broadcast(bytes: Uint8Array | undefined, root: number): Uint8Array {
    const [length] = this.maximum([bytes?.length ?? 0]);
    const buffer = new Uint8Array(length);
    if (bytes !== undefined) buffer.set(bytes);
    if (length > 0) check(xgboost().XGCommunicatorBroadcast(buffer, length, root), 'while the hosts exchanged data');
    return buffer;
  }

  /** For each position, the largest of the values that the hosts give. */
  maximum(values: readonly number[]): number[] {
    const buffer = Float64Array.from(values);
    check(
      xgboost().XGCommunicatorAllreduce(buffer, buffer.length, FLOAT64, MAXIMUM),
      'while the hosts agreed with each other',
    );
    return Array.from(buffer);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // If the other hosts are gone already, nothing is left to do, so the status is not checked.
    if (this.hostCount > 1) xgboost().XGCommunicatorFinalize();
  }
}

/** XGBoost does not retry a refused connection for long enough: the first host may start minutes after this one. */
async function connect(address: CollectiveAddress): Promise<void> {
  const deadline = Date.now() + address.timeoutSeconds * 1000;
  const config = JSON.stringify({
    dmlc_communicator: 'rabit',
    dmlc_tracker_uri: address.trackerHost,
    dmlc_tracker_port: address.trackerPort,
    // The tracker sorts these as texts, and ranks follow that order.
    dmlc_task_id: String(address.hostIndex).padStart(6, '0'),
    dmlc_timeout: address.timeoutSeconds,
    dmlc_retry: 1,
  });
  while (!tryToConnect(config)) {
    if (Date.now() > deadline) throw notAllCame(address);
    await delay(RETRY_MILLISECONDS);
  }
}

/** A refused connection is normal while the first host may still be starting, so it is kept out of the log. */
function tryToConnect(config: string): boolean {
  setVerbosity(0);
  const hasConnected = xgboost().XGCommunicatorInit(config) === 0;
  setVerbosity(1);
  return hasConnected;
}

function setVerbosity(verbosity: number): void {
  check(xgboost().XGBSetGlobalConfig(JSON.stringify({ verbosity })), 'while setting its verbosity');
}

function notAllCame({ hostCount, trackerHost, trackerPort, timeoutSeconds }: CollectiveAddress): PlatformError {
  return new PlatformError(
    `Not all of the ${hostCount} hosts met at ${trackerHost}:${trackerPort} within ${timeoutSeconds} s. Look at the other hosts' logs; in a VPC the security group must let the hosts reach each other on every TCP port. Then start the job again.`,
    { facts: { xgboost: xgboost().XGBGetLastError() } },
  );
}

function checkRank({ hostIndex, hostCount }: CollectiveAddress): void {
  const rank = xgboost().XGCommunicatorGetRank();
  const world = xgboost().XGCommunicatorGetWorldSize();
  if (rank !== hostIndex || world !== hostCount) {
    throw new InternalError(`XGBoost made host ${hostIndex} of ${hostCount} rank ${rank} of ${world}.`);
  }
}
