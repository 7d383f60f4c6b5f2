import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installForTest } from '../kernel-helpers/kernel/support/installed-kernel';
import { REPOSITORY } from '../kernel-helpers/kernel/support/kernel-client';

/** A kernel to measure, and the same cells in its language. */
export interface MeasuredKernel {
  /** The kernel's name, with its version if it has one of its own. */
  readonly name: string;
  readonly language: 'typescript' | 'python';
  readonly argv: readonly string[];
  readonly trivial: (seed: number) => string;
  readonly manyLines: string;
  /** What a person has typed when completion comes up, and when help is asked for. */
  readonly toComplete: (seed: number) => string;
  readonly toInspect: (seed: number) => string;
  /** The first cell of a notebook on Snowflake. */
  readonly imports: string;
  /** Imports the library for data frames. */
  readonly dataFrameImport: string;
  /** A cell that declares the variable of this name. */
  readonly declaration: (name: string, seed: number) => string;
  /** A loop at the top level that adds 30 million times. */
  readonly loop: string;
  /** Stock tslab loses lines and its idle status when a cell prints many lines. */
  readonly losesLines?: boolean;
  /** For completion of SQL, if the kernel has it: a cell with a connection, and what a person has typed. */
  readonly sql?: { readonly connect: string; readonly toComplete: (seed: number) => string };
  /** `kernel-helpers run` runs its notebooks without Jupyter. */
  readonly hasRunner?: boolean;
}

const LINES = 20_000;

const TYPESCRIPT_CELLS = {
  language: 'typescript' as const,
  trivial: (seed: number) => `1 + ${seed}`,
  manyLines: `for (let i = 0; i < ${LINES}; i++) console.log(i);`,
  toComplete: (seed: number) => `${seed}; Math.flo`,
  toInspect: (seed: number) => `${seed}; Math.floor`,
  imports: "import * as helpers from 'kernel-helpers';\nObject.keys(helpers).length",
  dataFrameImport: "import * as frames from 'danfojs-node';\nObject.keys(frames).length",
  declaration: (name: string, seed: number) => `const ${name} = { value: ${seed}, list: [${seed}, 'a'] };\n${name}`,
  loop: 'let sum = 0;\nfor (let i = 0; i < 3e7; i++) sum += i * 0.5;\nsum',
};

/** A connection that knows its tables at once, so that the kernel is measured and not an account. */
const SQL = {
  connect: `const snowflake = {
    async sql(strings: TemplateStringsArray) {},
    async listTables() { return { items: [{ name: 'CALIFORNIA_HOUSING' }] }; },
    async listColumns() { return { items: [{ name: 'MEDINC', type: 'FLOAT' }] }; },
  };`,
  toComplete: (seed: number) => `await snowflake.sql\`select ${seed} from california_housing where med`,
};

/** Our kernel as it is installed, ipykernel and stock tslab, all from this repository. */
export async function kernelsToMeasure(): Promise<{
  readonly kernels: readonly MeasuredKernel[];
  readonly peer: MeasuredKernel;
  close(): void;
}> {
  const installed = await installForTest();
  const ours = { name: 'this kernel', argv: installed.argv, sql: SQL, hasRunner: true, ...TYPESCRIPT_CELLS };
  const tslab = join(REPOSITORY, 'node_modules/tslab/bin/tslab');
  const stock = {
    name: `stock tslab ${versionOfTslab()}`,
    argv: [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'],
    losesLines: true,
    ...TYPESCRIPT_CELLS,
  };
  const peer = ipykernel();
  return { kernels: [ours, peer, stock], peer, close: () => installed.remove() };
}

function ipykernel(): MeasuredKernel {
  const python = join(REPOSITORY, '.venv-peers/bin/python');
  if (!existsSync(python)) throw new Error(`${python} is missing. Set it up with: npm run set-up`);
  return {
    name: `ipykernel ${versionOfIpykernel(python)}`,
    language: 'python',
    argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    trivial: (seed) => `1 + ${seed}`,
    manyLines: `for i in range(${LINES}): print(i)`,
    toComplete: (seed) => `${seed}; 'text'.isdec`,
    toInspect: (seed) => `${seed}; print`,
    imports: 'import pandas, snowflake.connector\npandas.__version__',
    dataFrameImport: 'import pandas\npandas.__version__',
    declaration: (name, seed) => `${name} = { "value": ${seed}, "list": [${seed}, 'a'] }\n${name}`,
    loop: 'sum = 0\nfor i in range(30_000_000): sum += i * 0.5\nsum',
  };
}

function versionOfTslab(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(REPOSITORY, 'node_modules/tslab/package.json'), 'utf8'),
  );
  return manifest.version;
}

function versionOfIpykernel(python: string): string {
  const program = "from importlib.metadata import version; print(version('ipykernel'))";
  return execFileSync(python, ['-c', program], { encoding: 'utf8' }).trim();
}
