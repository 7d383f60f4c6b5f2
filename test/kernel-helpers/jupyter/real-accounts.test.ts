import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';

const PYTHON = join(ROOT, '.venv/bin/python');
const IN_TERMINAL = join(ROOT, 'test/support/run-in-terminal.py');
const COMMANDS = join(ROOT, 'kernel-helpers/jupyter/dist/commands.js');

/** An account that is not on this machine, at a name that never resolves (RFC 6761). */
const UNREACHABLE = {
  AWS_ENDPOINT_URL: 'http://aws.invalid',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  SF_ACCOUNT: 'myorg-account1',
};

/** The words of a terminal without colours and movements of its cursor. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is removed
  return text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '').replaceAll('\r', '');
}

function programOf(command: string, args: readonly string[]): readonly string[] {
  const run = `require(${JSON.stringify(COMMANDS)}).runCommandOfClone(...${JSON.stringify([ROOT, command, args])})`;
  return [process.execPath, '-e', `${run}.then((code) => { process.exitCode = code; })`];
}

async function inTerminal(answer: string, command: string, ...args: readonly string[]) {
  const program = [IN_TERMINAL, '[y/N] ', answer, ...programOf(command, args)];
  const { exitCode, stdout } = await runProcess(PYTHON, program, { env: { ...process.env, ...UNREACHABLE } });
  return { exitCode, shown: plain(stdout) };
}

async function withoutTerminal(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [program = '', ...rest] = programOf(command, args);
  return runProcess(program, rest, { env: { ...process.env, ...UNREACHABLE, ...env } });
}

describe('npm start -- --account real', () => {
  test.each([
    ['no', 'n\\n', 1],
    ['nothing', '\\n', 1],
    ['the end of the input', '\\x04', 1],
  ])(
    'starts nothing when the answer is %s',
    async (_what, answer, exitCode) => {
      const result = await inTerminal(answer, 'start', '--account', 'real');

      expect(result.exitCode).toBe(exitCode);
      expect(result.shown).toContain('REAL ACCOUNTS: what you run here works on your own AWS and Snowflake accounts');
      expect(result.shown).toMatch(/\d of \d checks are not ready\. Start JupyterLab on these accounts\? \[y\/N\]/);
      expect(result.shown).toContain('Nothing was started.');
      expect(result.shown).not.toContain('JupyterLab runs');
    },
    60_000,
  );

  test('ends without a word more when Ctrl-C answers', async () => {
    const { exitCode, shown } = await inTerminal('\\x03', 'start', '--account', 'real');

    expect(exitCode).toBe(0);
    expect(shown.trimEnd()).toMatch(/\[y\/N\]$/);
  }, 60_000);

  test.each(['start', 'notebooks'])('%s asks for --yes where there is no terminal', async (command) => {
    const { exitCode, stderr } = await withoutTerminal(command, ['--account', 'real']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('on real accounts needs your consent, and there is no terminal to ask. Add --yes.');
  });

  test.each(['start', 'notebooks'])('%s refuses the local account under that name', async (command) => {
    const { exitCode, stderr } = await withoutTerminal(command, ['--account', 'real', '--yes'], {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
    });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('The environment names the local account');
  });

  test('knows no other kind of account, and saves no outputs from real ones', async () => {
    const unknown = await withoutTerminal('start', ['--account', 'reel']);
    const saving = await withoutTerminal('notebooks', ['--account', 'real', '--save']);

    expect(unknown.stderr).toContain('Allowed choices are local, real.');
    expect(saving.stderr).toContain('leave out --save or --account real');
  });

  test('runs the notebooks on the accounts of the environment after --yes', async () => {
    const { exitCode, stdout, stderr } = await withoutTerminal('notebooks', ['--account', 'real', '--yes']);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('REAL ACCOUNTS: what you run here works on your own AWS and Snowflake accounts');
    expect(stderr).toContain('Could not read the secret snowflake_credentials: AWS could not be reached.');
  }, 60_000);
});
