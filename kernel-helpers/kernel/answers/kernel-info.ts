import { KERNEL_IMPLEMENTATION } from 'kernel-helpers/sidebar-contract/names';
import ts from 'typescript';

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
    // This kernel has no debugger and no subshells; both would be listed here.
    debugger: false,
    supported_features: [],
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
