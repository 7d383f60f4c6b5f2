import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessRequest, type ProcessResult, runProcess, runToSuccess } from '../../../support/run-process';
import { makeTemporaryFolder } from '../../../support/temporary-folder';

/** Podman with images, containers and networks of its own. */
export interface Podman {
  readonly folder: string;
  /** The variables by which other programs use the same Podman. */
  readonly variables: Readonly<Record<string, string>>;
  /** Runs a command that must succeed, and returns what it printed. */
  run(...args: readonly string[]): Promise<string>;
  /** Runs a command whose exit code is a result. */
  result(args: readonly string[], request?: Omit<ProcessRequest, 'env'>): Promise<ProcessResult>;
  /** Ends every container and removes everything. Calling it twice is fine. */
  close(): Promise<void>;
}

export function openPodman(): Podman {
  const folder = makeTemporaryFolder('podman');
  const variables = configure(folder.path);
  const env = { ...process.env, ...variables };
  const run = (...args: readonly string[]): Promise<string> =>
    runToSuccess('podman', args, { env, deadlineSeconds: 120 });
  let isClosed = false;
  return {
    folder: folder.path,
    variables,
    run,
    result: (args, request) => runProcess('podman', args, { ...request, env }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await run('rm', '--force', '--all', '--time', '0');
      await run('network', 'prune', '--force');
      // The storage's own mount keeps its folder busy.
      spawnSync('umount', [join(folder.path, 'graph/overlay')]);
      folder.close();
    },
  };
}

/** The variables by which Podman finds its configuration. */
function configure(folder: string): Readonly<Record<string, string>> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['networks', 'tmp']) mkdirSync(at(name));
  // A machine of CI may not raise limits to Podman's defaults, and may have both versions of cgroups, which only runc takes.
  writeFileSync(
    at('containers.conf'),
    [
      '[containers]',
      'default_ulimits = ["nofile=8192:8192", "nproc=8192:8192"]',
      '[engine]',
      'runtime = "runc"',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "file"',
      // Another test's Podman may run at the same time.
      `tmp_dir = "${at('libpod')}"`,
      '[network]',
      'network_backend = "netavark"',
      `network_config_dir = "${at('networks')}"`,
    ].join('\n'),
  );
  writeFileSync(
    at('storage.conf'),
    `[storage]\ndriver = "overlay"\ngraphroot = "${at('graph')}"\nrunroot = "${at('run')}"\n`,
  );
  writeFileSync(at('auth.json'), '{}');
  return {
    CONTAINERS_CONF: at('containers.conf'),
    CONTAINERS_STORAGE_CONF: at('storage.conf'),
    REGISTRY_AUTH_FILE: at('auth.json'),
    TMPDIR: at('tmp'),
  };
}
