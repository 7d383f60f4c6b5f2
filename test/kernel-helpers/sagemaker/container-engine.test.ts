import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { engineAnswers, runEngine } from 'kernel-helpers/sagemaker/image/container-engine';
import { installEngine } from '../../support/fake-engine';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

let folder: ReturnType<typeof makeTemporaryFolder>;
let restore: () => void;
beforeEach(() => {
  folder = makeTemporaryFolder('engines');
  restore = withEnvironment({ PATH: `${folder.path}:/usr/bin:/bin` });
});
afterEach(() => {
  restore();
  folder.close();
});

const install = (name: string, shellScript: string): void => installEngine(folder.path, name, shellScript);

describe('the container engine of this machine', () => {
  test.each([
    ['works', 'exit 0', true],
    ['has a client whose service is down', 'echo "Cannot connect to the Docker daemon" >&2; exit 1', false],
  ])('%s', async (_what, script, answers) => {
    install('docker', script);

    expect(await engineAnswers('docker', ['info'])).toBe(answers);
  });

  test('may be missing', async () => {
    expect(await engineAnswers('finch', ['info'])).toBe(false);
  });
});

describe('running an engine', () => {
  test('passes on each line as it comes, from both outputs', async () => {
    install('podman', 'echo "layer 1"; echo "layer 2" >&2');
    const lines: string[] = [];

    await runEngine('podman', ['build'], { onLine: (line) => void lines.push(line) });

    expect(lines.sort()).toEqual(['layer 1', 'layer 2']);
  });

  test('hands a password over its standard input, never as an argument', async () => {
    install('podman', 'echo "arguments: $*"; echo "input: $(cat)"');
    const lines: string[] = [];

    await runEngine('podman', ['login', '--password-stdin'], {
      input: 'secret',
      onLine: (line) => void lines.push(line),
    });

    expect(lines).toEqual(['arguments: login --password-stdin', 'input: secret']);
  });

  test('that fails is an error with what it printed last', async () => {
    install('podman', 'echo "no space left on device" >&2; exit 125');

    await expect(runEngine('podman', ['build', '.'])).rejects.toMatchObject({
      kind: 'platform',
      message: 'podman build failed with exit code 125:\nno space left on device',
    });
  });

  test('ends when it is interrupted', async () => {
    install('podman', 'exec sleep 60');
    const interrupt = new AbortController();
    const run = runEngine('podman', ['build'], { signal: interrupt.signal });
    interrupt.abort();

    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});
