import { join } from 'node:path';
import { KERNEL_NODE_OPTIONS } from '../../../../kernel-helpers/kernel/dist/node-options';
import { ROOT } from '../../../support/clone';

/** A start that differs from the one that users get, and where it is used. */
interface Exception {
  /** Path below `test/`. */
  readonly file: string;
  readonly reason: string;
}

/**
 * Tests run kernels as users do: installed, from the snapshot. These are the only other starts.
 * `other-starts.test.ts` checks that the table is complete.
 */
export const OTHER_STARTS = {
  'without a snapshot': {
    file: 'kernel-helpers/kernel/plain-start.test.ts',
    reason: 'Users get this start where Node.js cannot use the snapshot, and interrupts must work there as well.',
  },
  'with options for Node.js': {
    file: 'kernel-helpers/kernel/plain-start.test.ts',
    reason: 'A snapshot fits only its own options of V8, so the start script looks at NODE_OPTIONS.',
  },
  'with another build of Node.js': {
    file: 'kernel-helpers/kernel/plain-start.test.ts',
    reason: 'A snapshot fits only the build of Node.js that made it, so the start script compares builds.',
  },
  'without its Node.js': {
    file: 'kernel-helpers/kernel/install.test.ts',
    reason: 'The start script looks for another Node.js when that of the installation is gone.',
  },
  'in a folder with an odd name': {
    file: 'kernel-helpers/kernel/install.test.ts',
    reason: 'It is the start that users get, from a folder that the test has chosen.',
  },
  'outside of the clone': {
    file: 'kernel-helpers/kernel/outside-clone.test.ts',
    reason: 'It is the start that users of a release get, from packages that lie outside of the clone.',
  },
  'by another process': {
    file: 'kernel-helpers/kernel/orphans.test.ts',
    reason: 'The process that starts the kernel dies, and that cannot be the one that runs the test.',
  },
  'beside other kernels': {
    file: 'bench/kernel/kernel-times.ts',
    reason: 'Benchmarks start other kernels in the same way as this one.',
  },
} as const satisfies Readonly<Record<string, Exception>>;

export interface OtherStart {
  readonly kind: keyof typeof OTHER_STARTS;
  /** The command that starts the kernel, with `{connection_file}` in it. */
  readonly argv: readonly string[];
}

/** The start of a kernel where no snapshot can be built. */
export const WITHOUT_SNAPSHOT: OtherStart = {
  kind: 'without a snapshot',
  argv: [
    process.execPath,
    ...KERNEL_NODE_OPTIONS,
    join(ROOT, 'kernel-helpers/kernel/dist/main.js'),
    '{connection_file}',
  ],
};
