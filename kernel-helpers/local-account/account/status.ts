import { askSaving } from '../aws/saving';
import type { AccountFolder } from './locations';
import { endedParts, isRunning, PART_TITLES, PARTS, type PartName, REGISTRY_TITLE, readState } from './state';

interface PartStatus {
  readonly url: string;
  /** Why the part no longer runs; absent while it runs. */
  readonly ended?: string;
  /** Why the part's data are not saved; absent while they are saved. */
  readonly unsaved?: string;
}

/** What `status --json` prints. */
export interface AccountStatus {
  readonly status: 'running' | 'starting' | 'broken' | 'stopped' | 'killed';
  readonly directory: string;
  /** ISO 8601; absent when nothing runs. */
  readonly since?: string;
  readonly pid?: number;
  readonly parts: Readonly<Partial<Record<PartName, PartStatus>>>;
  /** URL of the registry; absent where hosts are processes. */
  readonly registry?: string;
}

/** Looks at the folder and at the processes, and asks AWS whether it can save; starts and changes nothing. */
export async function readStatus(folder: AccountFolder): Promise<AccountStatus> {
  const state = readState(folder.state);
  if (!isRunning(state)) {
    return { status: state === undefined ? 'stopped' : 'killed', directory: folder.directory, parts: {} };
  }
  const isReady = state.phase === 'ready';
  const unsaved = isReady && state.aws.ended === undefined ? await askSaving(state.aws.port) : undefined;
  const isWhole = endedParts(state).length === 0 && unsaved === undefined;
  const status = !isReady ? 'starting' : isWhole ? 'running' : 'broken';
  const parts = Object.fromEntries(
    PARTS.map((part) => [
      part,
      {
        url: `http://127.0.0.1:${state[part].port}`,
        ended: state[part].ended,
        ...(part === 'aws' && unsaved !== undefined && { unsaved }),
      },
    ]),
  );
  const registry = state.registry === undefined ? {} : { registry: `http://127.0.0.1:${state.registry.port}` };
  return { status, directory: folder.directory, since: state.since, pid: state.pid, parts, ...registry };
}

/** The same as lines of text for people. */
export function describeStatus({ status, directory, since, parts, registry }: AccountStatus): string[] {
  switch (status) {
    case 'stopped':
      return [`No local account runs in ${directory}. Start it with \`npx local-account up\`.`];
    case 'killed':
      return [
        `The local account in ${directory} was killed. \`npx local-account up\` starts it again with what it had saved.`,
      ];
    case 'starting':
      return [`The local account in ${directory} is starting.`];
    default: {
      const lines = PARTS.map((part) => {
        const { url, ended, unsaved } = parts[part] ?? {};
        const problem = ended === undefined ? unsaved && `cannot save its data (${unsaved})` : `ended (${ended})`;
        return `  ${url}  ${PART_TITLES[part]}${problem === undefined ? '' : `: ${problem}`}`;
      });
      const all = Object.values(parts);
      const advice = [
        ...(all.some(({ ended }) => ended !== undefined)
          ? ['A part has ended. `npx local-account up` starts the account again.']
          : []),
        ...(all.some(({ unsaved }) => unsaved !== undefined)
          ? [
              'The account tries to save again every few seconds. Free some space, and do not end the account before it has saved.',
            ]
          : []),
      ];
      const images = registry === undefined ? [] : [`  ${registry}  ${REGISTRY_TITLE}`];
      return [`The local account in ${directory} has been running since ${since}.`, ...lines, ...images, ...advice];
    }
  }
}
