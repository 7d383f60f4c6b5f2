import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../support/clone';
import { runToSuccess } from '../../support/run-process';

/** Of ec2-user, as on Amazon Linux. */
export const USER_ID = 1000;
export const JUPYTER_ENVIRONMENT = '/home/ec2-user/anaconda3/envs/JupyterSystemEnv';
/** Beside the system's own programs: what stands in for systemd, and what a test can hold. */
export const STAND_INS = '/opt/stand-ins';

/** What a container sees of this machine, read-only, at the same places. */
export async function foldersOfThisMachine(): Promise<readonly string[]> {
  const python = await runToSuccess(join(ROOT, '.venv/bin/python'), ['-c', 'import sys; print(sys.base_prefix)']);
  const wanted = ['/usr', '/etc/alternatives', python.trim(), dirname(dirname(process.execPath)), ROOT];
  return wanted.filter((folder) => !wanted.some((other) => folder.startsWith(`${other}/`)));
}

/**
 * Makes the root disk of a notebook instance from this machine's programs: the user, the environment of Jupyter with
 * the clone's JupyterLab, and programs that stand in for systemd.
 */
export async function makeInstanceBase(root: string): Promise<void> {
  const at = (path: string): string => join(root, path);
  const home = '/home/ec2-user';
  for (const path of ['usr', 'proc', 'sys', 'dev', 'run', 'tmp', 'root', 'etc', 'opt/ml/metadata', `${home}/SageMaker`])
    mkdirSync(at(path), { recursive: true });
  chmodSync(at('tmp'), 0o1777);
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, at(name));
  copyFileSync('/etc/ld.so.cache', at('etc/ld.so.cache'));
  writeFileSync(at('etc/passwd'), `root:x:0:0::/root:/bin/bash\nec2-user:x:${USER_ID}:${USER_ID}::${home}:/bin/bash\n`);
  writeFileSync(at('etc/group'), `root:x:0:\nec2-user:x:${USER_ID}:\n`);
  writeFileSync(
    at('opt/ml/metadata/resource-metadata.json'),
    JSON.stringify({
      ResourceName: 'example',
      ResourceArn: 'arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/example',
    }),
  );
  await makeJupyterEnvironment(root);
  makeStandIns(at(STAND_INS));
  for (const path of [home, `${home}/SageMaker`]) chownSync(at(path), USER_ID, USER_ID);
}

/** An environment without kernels and extensions of its own, whose Python finds the packages of the clone. */
async function makeJupyterEnvironment(root: string): Promise<void> {
  const [environment, clone] = [join(root, JUPYTER_ENVIRONMENT), join(ROOT, '.venv')];
  const python = join(clone, 'bin/python');
  const packages = (
    await runToSuccess(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'])
  ).trim();
  const program = (
    await runToSuccess(python, ['-c', 'import os, sys; print(os.path.realpath(sys.executable))'])
  ).trim();
  const own = join(environment, packages.slice(clone.length));
  for (const folder of [own, join(environment, 'bin'), join(environment, 'share/jupyter')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(own, 'clone.pth'), `${packages}\n`);
  writeFileSync(join(environment, 'pyvenv.cfg'), `home = ${dirname(program)}\n`);
  symlinkSync(program, join(environment, 'bin/python'));
  symlinkSync(join(clone, 'share/jupyter/lab'), join(environment, 'share/jupyter/lab'));
  for (const name of readdirSync(join(clone, 'bin')).filter((one) => one.startsWith('jupyter'))) {
    const text = readFileSync(join(clone, 'bin', name), 'utf8').replace(/^#!.*/, `#!${JUPYTER_ENVIRONMENT}/bin/python`);
    writeFileSync(join(environment, 'bin', name), text, { mode: 0o755 });
  }
}

const SYSTEMD_RUN = `
echo "$*" >> /run/units.log
unit=unit
while [[ $1 == --* ]]; do
  [[ $1 == --unit=* ]] && unit=\${1#*=}
  [[ $1 == --setenv=* ]] && export "\${1#*=}"
  shift
done
setsid setpriv --reuid=${USER_ID} --regid=${USER_ID} --clear-groups "$@" > "/tmp/$unit.log" 2>&1 < /dev/null &`;

/** `systemd-run` starts a unit as the user whom it names; a held program waits until the instance is gone. */
function makeStandIns(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const script = (name: string, text: string): void =>
    writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  script('systemd-run', SYSTEMD_RUN);
  for (const name of ['sha256sum', 'tar']) {
    script(
      name,
      `if [ -f /tmp/hold-${name} ]; then touch /home/ec2-user/SageMaker/held; exec sleep infinity; fi\nexec /usr/bin/${name} "$@"`,
    );
  }
}
