import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../errors';
import { howInstalled } from '../how-installed';
import { checkBootstrap } from './check-bootstrap';
import { checkNode } from './check-machine';
import { findKernelFolder, jupyterPrefix, kernelFolder, runtimeFolder, userDataFolder } from './jupyter-folders';
import { identityOfBuild, type KernelStart, readKernelStart } from './kernel-description';
import { failed, passed, type SetupCheck } from './setup-check';

const NAME = 'Installation';

export interface CheckInstallationOptions {
  /** The environment whose Jupyter to check. @default that of the Jupyter on the PATH, or else that of this clone */
  readonly prefix?: string | undefined;
  /** Also say what depends on the machine: where the kernel is installed, and how quickly it starts. @default false */
  readonly details?: boolean;
  /** This kernel runs the check, so some Jupyter finds it, whatever this PATH says. @default false */
  readonly isRunning?: boolean;
}

/**
 * Whether Jupyter finds this kernel and can start it: one line if all is well, else one for each problem. While a notebook
 * instance installs itself, and when that failed, one line says so: what is missing then is missing for this reason.
 */
export async function checkInstallation({
  prefix = jupyterPrefix(),
  details = false,
  isRunning = false,
}: CheckInstallationOptions = {}): Promise<readonly SetupCheck[]> {
  const unfinished = checkBootstrap();
  if (unfinished !== undefined) return [unfinished];
  const folder = findKernelFolder(prefix);
  const install = installCommand(prefix, folder);
  // A Jupyter that was started by its full path may look in folders that the PATH does not tell of.
  if (folder === undefined && isRunning) return [passed(NAME, 'found by the Jupyter that started this kernel')];
  if (folder === undefined) return [failed(NAME, 'Jupyter does not find this kernel', `Run ${install}`)];
  const start = startOf(folder, install);
  if (!('node' in start)) return [start];
  const problems = await problemsOf(start, install);
  if (problems.length > 0) return problems;
  if (!details) return [passed(NAME, 'found by Jupyter, and complete')];
  return [passed(NAME, `complete, in ${folder}`), checkSnapshot(start, install)];
}

/** The command that installs the kernel where Jupyter found it, or else where Jupyter looks for it. */
function installCommand(prefix: string | undefined, folder: string | undefined): string {
  const isOfUser = folder === undefined ? prefix === undefined : folder === kernelFolder(userDataFolder());
  // A kernel lies in <prefix>/share/jupyter/kernels/<name>.
  const place = folder === undefined ? prefix : dirname(dirname(dirname(dirname(folder))));
  const { command, install } = howInstalled();
  return `${command} ${install} ${isOfUser ? '--user' : `--prefix '${place}'`}`;
}

function startOf(folder: string, install: string): KernelStart | SetupCheck {
  try {
    const ofOthers = 'Jupyter finds another kernel of this name first, such as stock tslab';
    return readKernelStart(folder) ?? failed(NAME, ofOthers, `To replace it, run ${install}`);
  } catch (error) {
    return failed(NAME, 'its description cannot be read', `Run ${install} (${folder}: ${messageOf(error)})`);
  }
}

async function problemsOf({ node, files }: KernelStart, install: string): Promise<readonly SetupCheck[]> {
  const problems: SetupCheck[] = [];
  const missing = files.filter((file) => !isAllowed(file, constants.R_OK));
  if (missing.length > 0) {
    const fix = `To repair it, ${howInstalled().repair}, then run ${install} (missing: ${missing.join(', ')})`;
    problems.push(failed(NAME, 'files of the kernel are missing', fix));
  }
  for (const problem of await problemsOfNode(node, install)) problems.push(problem);
  const runtime = runtimeFolder();
  if (!isWritable(runtime)) {
    const fix = `Make ${runtime} a folder that you can write, or set JUPYTER_RUNTIME_DIR.`;
    problems.push(failed(NAME, "Jupyter's runtime folder cannot be written", fix));
  }
  return problems;
}

async function problemsOfNode(node: string, install: string): Promise<readonly SetupCheck[]> {
  if (!existsSync(node)) {
    return [failed(NAME, 'its Node.js is gone', `Run ${install} with the Node.js to use (gone: ${node})`)];
  }
  try {
    const { stdout } = await promisify(execFile)(node, ['--version']);
    const { ok, found } = checkNode(stdout.trim().replace(/^v/, ''));
    return ok ? [] : [failed(NAME, `its Node.js is ${found}`, `Run ${install} with a newer Node.js (old: ${node})`)];
  } catch (error) {
    const fix = `Make ${node} executable, or run ${install} with another Node.js (${messageOf(error)})`;
    return [failed(NAME, 'its Node.js cannot be run', fix)];
  }
}

function checkSnapshot({ node, snapshot }: KernelStart, install: string): SetupCheck {
  const name = 'Start';
  if (snapshot === undefined) return passed(name, 'slower: no start-up snapshot could be made here');
  if (existsSync(snapshot.file) && identityOfBuild(node) === snapshot.node)
    return passed(name, 'quick, from a snapshot');
  return { name, ok: true, found: 'slower: its snapshot is gone or belongs to another Node.js', fix: `Run ${install}` };
}

/** Whether a folder can be written, or made. */
function isWritable(folder: string): boolean {
  if (existsSync(folder)) return isAllowed(folder, constants.W_OK) && isAllowed(`${folder}/.`, constants.X_OK);
  return folder !== dirname(folder) && isWritable(dirname(folder));
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    // For whatever reason, the path cannot be used.
    return false;
  }
}
