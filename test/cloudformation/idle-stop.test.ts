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
import { ROOT } from '../support/clone';
import { until } from '../support/until';
import { makeInstanceBase } from './support/instance-base';
import { type Moto, startMoto } from './support/moto';
import { type Instance, NotebookVolume } from './support/notebook-instance';

/** As JupyterLab's pages make sessions and terminals, and as they run cells and commands; prints what happened. */
const SESSION = `
import glob, json, sys, time, urllib.request
from jupyter_client import BlockingKernelClient
url, kind, code, times = sys.argv[1:]
body = json.dumps({'path': kind, 'name': kind, 'type': kind, 'kernel': {'name': 'tslab'}}).encode()
kernel = json.load(urllib.request.urlopen(url + '/api/sessions', body))['kernel']['id']
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
const TERMINAL = `
import asyncio, json, sys, urllib.request
from tornado.websocket import websocket_connect
url, command = sys.argv[1:]
name = json.load(urllib.request.urlopen(url + '/api/terminals', b'{}'))['name']
async def main():
    page = await websocket_connect(url.replace('http', 'ws') + '/terminals/websocket/' + name)
    await page.write_message(json.dumps(['stdin', command + '\\r']))
    text = ''
    for mark, meaning in [('begun', 'ready'), ('finished', 'done')]:
        while mark not in text:
            text += json.loads(await page.read_message())[-1] or ''
        print(meaning, flush=True)
asyncio.run(main())
`;
const LIMIT_SECONDS = 2;
const NAME = 'example';

let podman: Podman;
let moto: Moto;
let sagemaker: SageMakerClient;
let volume: NotebookVolume;
let instance: Instance;
let jupyter: string;

withEngine('the stop of an idle notebook instance', () => {
  beforeAll(async () => {
    podman = openPodman();
    const base = join(podman.folder, 'instance');
    [moto] = await Promise.all([startMoto(podman.folder), makeInstanceBase(base)]);
    sagemaker = new SageMakerClient({ endpoint: moto.url, region: 'eu-west-1', credentials: moto.credentials });
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: NAME,
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::123456789012:role/notebook',
      }),
    );
    volume = new NotebookVolume(podman, base, 'volume');
    instance = await volume.turnOn({ variables: { AWS_ENDPOINT_URL: moto.url } });
    // Without a release there is no installation, so the kernel is the one of the clone.
    await instance.start({ IDLE_MINUTES: '0' });
    jupyter = await instance.startJupyter(`JUPYTER_PATH=${join(ROOT, '.venv/share/jupyter')}`);
    await instance.ended();
  }, 90_000);

  afterAll(async () => {
    sagemaker?.destroy();
    await moto?.close();
    await podman?.close();
  }, 60_000);

  test('waits for a busy kernel and for a terminal, and comes although the sidebar goes on asking', async () => {
    const sleep = (limits: number) =>
      `await new Promise((done) => setTimeout(done, ${limits * LIMIT_SECONDS * 1_000}))`;
    // One after the other: two kernels that start at once take twice as long on a busy machine.
    await runPython('sidebar', SESSION, jupyter, 'tables-and-jobs', '1', '1000');
    await runPython('notebook', SESSION, jupyter, 'notebook', sleep(1.5), '1');
    // It goes on until long after the cell, so that nothing but the terminal works then.
    // The marks are in two parts, because a terminal shows the command too.
    const command = `echo be''gun; for i in $(seq ${8 * LIMIT_SECONDS}); do date; sleep 0.5; done; echo fini''shed`;
    await runPython('terminal', TERMINAL, jupyter, command);
    const setting = `IDLE_MINUTES=${LIMIT_SECONDS / 60}`;
    await instance.runAsRoot('sh', '-c', `echo '${setting}' > /opt/snowflake-sagemaker/settings.env`);
    await startIdleStop();

    for (const worker of ['notebook', 'terminal']) {
      await until(() => log(worker).includes('done'));
      expect([worker, await status()]).toEqual([worker, 'InService']);
    }
    await until(async () => (await status()) === 'Stopped');
    // The call has its effect before the program that made it ends.
    await until(() => log('idle-stop') === `Stopped ${NAME}.\n`);
    expect(log('sidebar')).toBe('ready\n');
  }, 120_000);

  test('does not come while Jupyter gives no answer', async () => {
    await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: NAME }));
    await instance.run('sh', '-c', 'rm ~/.local/share/jupyter/runtime/jpserver-*');
    await startIdleStop();
    await until(() => log('idle-stop').includes('Not stopped: <urlopen error'));
    expect(await status()).toBe('InService');
  });
});

function startIdleStop(): Promise<void> {
  return instance.runInBackground('idle-stop.log', 'python3', '/opt/snowflake-sagemaker/idle-stop.py');
}

/** Returns once the program is ready. */
async function runPython(name: string, program: string, ...args: readonly string[]): Promise<void> {
  await instance.runInBackground(`${name}.log`, 'python', '-c', program, ...args);
  await until(() => log(name).includes('ready'));
}

function log(name: string): string {
  return volume.has(`${name}.log`) ? volume.read(`${name}.log`) : '';
}

async function status(): Promise<string | undefined> {
  const found = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: NAME }));
  return found.NotebookInstanceStatus;
}
