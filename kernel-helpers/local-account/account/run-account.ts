import type { Judging } from '../aws/judging';
import { findEngine } from '../engine/find-engine';
import { makePrivateFolder, writeJsonFile } from '../machine/private-files';
import { ProcessLedger } from '../machine/process-ledger';
import { choosePorts, rememberPorts } from './choose-ports';
import { claimFolder, onceClaimLost, releaseFolder } from './claim-folder';
import { keepCredentials } from './credentials';
import { removeEngineLeftovers } from './engine-leftovers';
import { writePythonSdkConfig } from './environment';
import type { AccountFolder } from './locations';
import { findPythonTools } from './python';
import type { Runner } from './runner';
import { type Parts, startParts } from './start-parts';
import { type AccountState, PART_TITLES } from './state';

export interface RunAccountOptions {
  readonly folder: AccountFolder;
  /** What runs the hosts of jobs and endpoints. */
  readonly runner: Runner;
  /** First of the ports. @default the ports of the last run, or any free ones */
  readonly firstPort?: number;
  /** @default everything is allowed, and nothing is recorded */
  readonly judging?: Judging;
  readonly onProgress: (line: string) => void;
}

/** An account that this process runs. */
export interface RunningAccount {
  /** Resolves when someone has removed the account's folder: the account then has no reason to run. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts all parts of an account, and says in its folder where they are.
 * @throws AlreadyRunning when another process has the folder; UserError or PlatformError when a part does not start.
 * The other parts have then been ended.
 */
export async function runAccount({
  folder,
  firstPort,
  judging,
  runner,
  onProgress,
}: RunAccountOptions): Promise<RunningAccount> {
  const tools = findPythonTools();
  const engine = runner === 'container' ? await findEngine() : undefined;
  // Only the owner may read the files that the parts write, DuckDB's files included.
  process.umask(0o077);
  makePrivateFolder(folder.directory);
  const ports = await choosePorts(folder.ports, firstPort, runner);
  let state = claimFolder(folder.state, ports);
  const change = (changed: Partial<AccountState>): void => {
    state = { ...state, ...changed };
    writeJsonFile(folder.state, state);
  };

  const opened: { close(): Promise<void> }[] = [];
  const closing = new AbortController();
  const close = async (): Promise<void> => {
    closing.abort();
    const problems: unknown[] = [];
    // SageMaker was opened last and closes first, because its hosts still write their logs to AWS.
    for (const part of opened.splice(0).reverse()) await part.close().catch((error: unknown) => problems.push(error));
    releaseFolder(folder.state);
    if (problems.length > 0) throw problems[0];
  };
  try {
    const ledger = new ProcessLedger(folder.processes);
    for (const title of ledger.endLeftovers()) onProgress(`Ended ${title}, which a killed account had left running.`);
    await removeEngineLeftovers(folder, onProgress);
    const credentials = keepCredentials(folder.credentials);
    writePythonSdkConfig(folder);
    const onOpen = opened.push.bind(opened);
    const arePortsRequired = firstPort !== undefined;
    const parts = await startParts({
      folder,
      ports,
      arePortsRequired,
      credentials,
      judging,
      tools,
      engine,
      ledger,
      onOpen,
    });
    const { aws, sageMaker, snowflake, registry } = parts;
    const found = { aws: aws.port, sageMaker: sageMaker.port, snowflake: snowflake.port, registry: registry?.port };
    rememberPorts(folder.ports, found);
    const ready = {
      aws: { port: found.aws },
      sageMaker: { port: found.sageMaker },
      snowflake: { port: found.snowflake },
      ...(registry !== undefined && { registry: { port: registry.port } }),
    };
    change({ phase: 'ready', ...ready });
    noteEnds(parts, (part, how) => {
      if (opened.length === 0) return;
      console.error(`${PART_TITLES[part]} ended: ${how}`);
      change({ [part]: { ...state[part], ended: how } });
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { lost: onceClaimLost(folder.state, closing.signal), close };
}

/** Calls `onEnd` when a part that is a process of its own has ended. */
function noteEnds(parts: Parts, onEnd: (part: 'aws' | 'snowflake', how: string) => void): void {
  for (const part of ['aws', 'snowflake'] as const) {
    void parts[part].ended.then((how) => onEnd(part, how));
  }
}
