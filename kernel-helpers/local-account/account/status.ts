import type { AccountFolder } from './locations';
import { endedParts, isRunning, PART_TITLES, PARTS, type PartName, readState } from './state';

/** What `status --json` prints. */
export interface AccountStatus {
  readonly status: 'running' | 'starting' | 'broken' | 'stopped' | 'killed';
  readonly directory: string;
  /** ISO 8601; absent when nothing runs. */
  readonly since?: string;
  readonly pid?: number;
  readonly parts: Readonly<Partial<Record<PartName, { readonly url: string; readonly ended?: string }>>>;
}

/** Looks at the folder and at the processes; starts and changes nothing. */
export function readStatus(folder: AccountFolder): AccountStatus {
  const state = readState(folder.state);
  if (!isRunning(state)) {
    return { status: state === undefined ? 'stopped' : 'killed', directory: folder.directory, parts: {} };
  }
  const status = state.phase === 'starting' ? 'starting' : endedParts(state).length > 0 ? 'broken' : 'running';
  const parts = Object.fromEntries(
    PARTS.map((part) => [part, { url: `http://127.0.0.1:${state[part].port}`, ended: state[part].ended }]),
  );
  return { status, directory: folder.directory, since: state.since, pid: state.pid, parts };
}

/** The same for people. */
export function describeStatus({ status, directory, since, parts }: AccountStatus): string[] {
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
        const { url, ended } = parts[part] ?? {};
        return `  ${url}  ${PART_TITLES[part]}${ended === undefined ? '' : `: ended (${ended})`}`;
      });
      const advice = status === 'broken' ? ['A part has ended. `npx local-account up` starts the account again.'] : [];
      return [`The local account in ${directory} runs since ${since}.`, ...lines, ...advice];
    }
  }
}
