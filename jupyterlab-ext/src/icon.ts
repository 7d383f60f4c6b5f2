import { LabIcon } from '@jupyterlab/ui-components';

/** A table above a row of running jobs. The class lets every theme choose the colour. */
export const sidebarIcon = new LabIcon({
  name: 'tables-and-jobs:icon',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">' +
    '<path class="jp-icon3" fill="#616161" d="M3 4h18v3H3zm0 5h8v4H3zm10 0h8v4h-8zM3 15h8v5H3zm10 0 8 2.5-8 2.5z"/></svg>',
});

/** The logo of the kernel, as in `kernel-helpers/kernel/logo`. */
export const typescriptIcon = new LabIcon({
  name: 'tables-and-jobs:typescript',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">' +
    '<rect x="4" y="4" width="56" height="56" rx="12" fill="#2f6fb3"/>' +
    '<path d="M14 30h18M23 30v22" fill="none" stroke="#fff" stroke-width="5.5" stroke-linecap="round"/>' +
    '<path d="M51 33.5c-2-2.6-4.6-3.5-7.3-3.5-3.6 0-6.2 1.9-6.2 5 0 7 13.5 4.3 13.5 11.6 0 3.3-2.9 5.4-6.8 5.4-3.2 0-5.9-1.2-7.9-3.9"' +
    ' fill="none" stroke="#fff" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round"/>' +
    '<circle cx="16" cy="17" r="3" fill="#9cc7f2"/><circle cx="26" cy="17" r="3" fill="#9cc7f2"/>' +
    '<circle cx="36" cy="17" r="3" fill="#fff"/></svg>',
});
