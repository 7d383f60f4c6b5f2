import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../../support/clone';
import { runToSuccess } from '../../../support/run-process';

/** Files and folders of this machine by their places in an image. */
export type MachineFiles = ReadonlyMap<string, string>;

/** Older C libraries keep these in files of their own, which programs load only while they run. */
const LOADED_LATER = ['librt.so.1', 'libdl.so.2', 'libresolv.so.2', 'libnss_files.so.2', 'libnss_dns.so.2'];

/** Node.js, and busybox as the shell. */
export async function nodeFiles(): Promise<MachineFiles> {
  const [busybox, node] = [(await runToSuccess('which', ['busybox'])).trim(), realpathSync(process.execPath)];
  const programs = [
    ['usr/local/bin/node', node],
    // busybox is the program by whose name it is called.
    ...['sh', 'env'].map((name) => [`usr/bin/${name}`, realpathSync(busybox)] as const),
  ] as const;
  return new Map([...(await librariesOf([node])), ...programs]);
}

/** What the first two stages of the Dockerfile call: npm, and Python with pip. */
export async function buildToolFiles(): Promise<MachineFiles> {
  const python = pythonSchema.parse(
    JSON.parse(await runToSuccess(join(ROOT, '.venv/bin/python'), ['-c', WHERE_PYTHON_IS])),
  );
  const npm = join((await runToSuccess('npm', ['root', '--global'])).trim(), 'npm');
  return new Map([
    ...(await librariesOf([python.program, ...python.modules])),
    ['usr/local/lib/node_modules/npm', realpathSync(npm)],
    ['usr/local/bin/python', python.program],
    [`usr/local/lib/python${python.version}`, python.library],
    ['usr/local/lib/pip/pip', python.pip],
  ]);
}

const WHERE_PYTHON_IS = `
import glob, json, os, pip, sys, sysconfig
library = sysconfig.get_path('stdlib')
print(json.dumps({
    'program': os.path.realpath(sys.executable),
    'version': '%d.%d' % sys.version_info[:2],
    'library': library,
    'modules': glob.glob(library + '/lib-dynload/*.so'),
    'pip': os.path.dirname(pip.__file__),
}))`;

const pythonSchema = z.object({
  program: z.string(),
  version: z.string(),
  library: z.string(),
  modules: z.array(z.string()),
  pip: z.string(),
});

/** The shared libraries of programs, at places where the loader looks by itself. */
async function librariesOf(programs: readonly string[]): Promise<MachineFiles> {
  const printed = await runToSuccess('ldd', programs);
  const found = [...printed.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path);
  const folder = dirname(found.find((path) => basename(path) === 'libc.so.6') ?? '/');
  const all = [...found, ...LOADED_LATER.map((name) => join(folder, name)).filter((path) => existsSync(path))];
  return new Map(
    all.map((path) => [`${basename(path).startsWith('ld-linux') ? 'lib64' : 'usr/lib'}/${basename(path)}`, path]),
  );
}
