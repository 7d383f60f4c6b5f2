import type { TranslationBundle } from '@jupyterlab/translation';
import type { Warehouse, WarehouseState } from 'kernel-helpers/sidebar-contract/index';

export function warehouseStateText(state: WarehouseState, trans: TranslationBundle): string {
  switch (state) {
    case 'running':
      return trans.__('running');
    case 'suspended':
      return trans.__('suspended');
    case 'resuming':
      return trans.__('resuming');
    case 'suspending':
      return trans.__('suspending');
    case 'unknown':
      return trans.__('state unknown');
  }
}

/** Such as `X-Small, suspended`. */
export function warehouseText({ size, state }: Warehouse, trans: TranslationBundle): string {
  return [size, warehouseStateText(state, trans)].filter((part) => part !== '').join(', ');
}
