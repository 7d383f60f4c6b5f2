import { KERNEL_IMPLEMENTATION } from 'kernel-helpers/sidebar-contract/names';
import ts from 'typescript';
import { HAS_DEBUGGER } from '../debugger/has-debugger';

const { version }: { readonly version: string } = require('kernel-helpers/package.json');

/** Which kernel this is. Its kernelspec is called `tslab`, because notebooks of stock tslab open on this kernel too. */
export const KERNEL = { name: KERNEL_IMPLEMENTATION, version } as const;

/** The content of `kernel_info_reply`: https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info */
export function kernelInfo(): Readonly<Record<string, unknown>> {
  return {
    status: 'ok',
    protocol_version: '5.4',
    implementation: KERNEL.name,
    implementation_version: KERNEL.version,
    banner: `TypeScript ${ts.version} on Node.js ${process.versions.node}`,
    debugger: HAS_DEBUGGER,
    // This kernel has no subshells, which would be listed here.
    supported_features: HAS_DEBUGGER ? ['debugger'] : [],
    help_links: [
      { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' },
      { text: 'Node.js', url: 'https://nodejs.org/docs/latest/api/' },
    ],
    language_info: {
      name: 'typescript',
      version: ts.version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script',
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    },
  };
}
