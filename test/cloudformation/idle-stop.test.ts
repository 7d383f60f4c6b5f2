import { join } from 'node:path';
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPodman, type Podman } from '../container/engine/support/podman';
import { withEngine } from '../container/engine/support/with-engine';
import { findFreePort } from '../support/free-port';
import { until } from '../support/until';
import { makeInstanceBase } from './support/instance-base';
import { type Moto, startMoto } from './support/moto';
import { NotebookVolume, type RunningInstance } from './support/notebook-instance';
import { makeSmallRelease, serveRelease } from './support/small-release';

/** As JupyterLab's pages make sessions, and as they run cells; prints what happened. */
const JUPYTER = `
import glob, json, sys, time, urllib.request
from jupyter_client import BlockingKernelClient
server = json.load(open(glob.glob('/home/ec2-user/.local/share/jupyter/runtime/jpserver-*.json')[0]))
kind, code, times = sys.argv[1:]
body = json.dumps({'path': kind, 'name': kind, 'type': kind, 'kernel': {'name': 'tslab'}}).encode()
request = urllib.request.Request(server['url'] + 'api/sessions', body, {'Authorization': 'token ' + server['token']})
kernel = json.load(urllib.request.urlopen(request))['kernel']['id']
client = BlockingKernelClient(connection_file='/home/ec2-user/.local/share/jupyter/runtime/kernel-' + kernel + '.json')
client.load_connection_file()
client.start_channels()
deadline = time.time() + 60
while True:
    try:
        client.wait_for_ready(timeout=5)
        break
    except RuntimeError:  # It takes a kernel that only begins to start for a dead one.
        if time.time() > deadline:
            raise
print('ready', flush=True)
for _ in range(int(times)):
    client.execute_interactive(code, timeout=60)
    time.sleep(0.3)
print('done', flush=True)
`;
const LIMIT_SECONDS = 3;
const NAME = 'example';

let podman: Podman;
let moto: Moto;
let sagemaker: SageMakerClient;
let instance: RunningInstance;
let closeServer: (() => void) | undefined;

withEngine('the stop of an idle notebook instance', () => {
  beforeAll(async () => {
    podman = openPodman();
    const base = join(podman.folder, 'instance');
    const [release, started] = await Promise.all([
      makeSmallRelease(podman.folder),
      startMoto(podman.folder),
      makeInstanceBase(base),
    ]);
    moto = started;
    const server = await serveRelease(release);
    closeServer = server.close;
    sagemaker = new SageMakerClient({ endpoint: moto.url, region: 'eu-west-1', credentials: moto.credentials });
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: NAME,
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::123456789012:role/notebook',
      }),
    );
    instance = await new NotebookVolume(podman, base, 'volume').start({
      settings: { RELEASE_URL: server.url, RELEASE_SHA256: release.sha256, IDLE_MINUTES: '0' },
    });
    await instance.ended();
    const port = await findFreePort();
    await background('/tmp/jupyter.log', 'jupyter', 'server', '--no-browser', `--port=${port}`, '--ip=127.0.0.1');
    await until(async () => (await fetch(`http://127.0.0.1:${port}/api`).catch(() => undefined))?.ok === true);
  }, 90_000);

  afterAll(async () => {
    closeServer?.();
    sagemaker?.destroy();
    await moto?.close();
    await podman?.close();
  }, 60_000);

  test('waits for a busy kernel, and comes although the sidebar goes on asking', async () => {
    await background('/tmp/sidebar.log', 'python', '-c', JUPYTER, 'tables-and-jobs', '1', '1000');
    // One after the other: two kernels that start at once take twice as long on a busy machine.
    await until(async () => (await log('sidebar')).includes('ready'));
    const cell = `await new Promise((done) => setTimeout(done, ${2 * LIMIT_SECONDS * 1_000}))`;
    await background('/tmp/notebook.log', 'python', '-c', JUPYTER, 'notebook', cell, '1');
    await until(async () => (await log('notebook')).includes('ready'));
    const setting = `IDLE_MINUTES=${LIMIT_SECONDS / 60}\nAWS_ENDPOINT_URL=${moto.url}`;
    await instance.runAsRoot('sh', '-c', `echo '${setting}' > /opt/snowflake-sagemaker/settings.env`);
    await startIdleStop();

    await until(async () => (await log('notebook')).includes('done'));
    expect(await status()).toBe('InService');
    await until(async () => (await status()) === 'Stopped');
    // The call has its effect before the program that made it ends.
    await until(async () => (await log('idle-stop')) === `Stopped ${NAME}.\n`);
    expect(await log('sidebar')).toBe('ready\n');
  }, 120_000);

  test('does not come while Jupyter gives no answer', async () => {
    await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: NAME }));
    await instance.run('sh', '-c', 'rm ~/.local/share/jupyter/runtime/jpserver-*');
    await startIdleStop();
    await until(async () => (await log('idle-stop')).includes('Not stopped: <urlopen error'));
    expect(await status()).toBe('InService');
  });
});

async function startIdleStop(): Promise<void> {
  const command = `AWS_ENDPOINT_URL=${moto.url} python3 /opt/snowflake-sagemaker/idle-stop.py`;
  await background('/tmp/idle-stop.log', 'sh', '-c', command);
}

async function background(output: string, ...command: readonly string[]): Promise<void> {
  await instance.run('sh', '-c', `setsid "$@" > ${output} 2>&1 < /dev/null &`, 'sh', ...command);
}

function log(name: string): Promise<string> {
  return instance.run('cat', `/tmp/${name}.log`);
}

async function status(): Promise<string | undefined> {
  const found = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: NAME }));
  return found.NotebookInstanceStatus;
}
