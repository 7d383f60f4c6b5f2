import { spawn } from 'node:child_process';

/**
 * Runs a program on this terminal and passes on the signals that ask it to stop.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 and more when a signal ended it, as shells count
 */
export function runInForeground(command, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
    // The terminal sends Ctrl-C to the child as well; this process waits until the child has cleaned up.
    const wait = () => {};
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', passOn).on('SIGHUP', passOn);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', wait).off('SIGTERM', passOn).off('SIGHUP', passOn);
      resolve(code ?? 130);
    });
  });
}
