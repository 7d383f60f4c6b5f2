import { LabIcon } from '@jupyterlab/ui-components';

/** A table above a row of running jobs. The class lets every theme choose the colour. */
export const sidebarIcon = new LabIcon({
  name: 'tables-and-jobs:icon',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">' +
    '<path class="jp-icon3" fill="#616161" d="M3 4h18v3H3zm0 5h8v4H3zm10 0h8v4h-8zM3 15h8v5H3zm10 0 8 2.5-8 2.5z"/></svg>',
});
