import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { KERNEL_IMPLEMENTATION, VariableList } from 'kernel-helpers/sidebar-contract/index';
import { RequestError } from '../backend/request-error';

export interface WantedVariables {
  /** Part of the name. */
  readonly matching: string;
  readonly limit: number;
}

/** Whether the kernel is ours: others list other things, or nothing. */
export async function listsVariables(kernel: Kernel.IKernelConnection): Promise<boolean> {
  return (await kernel.info).implementation === KERNEL_IMPLEMENTATION;
}

/** Asks the kernel for its variables. While a cell keeps it busy, the answer comes when that cell has ended. */
export async function askForVariables(
  kernel: Kernel.IKernelConnection,
  wanted: WantedVariables,
): Promise<VariableList> {
  const request = { seq: 1, type: 'request' as const, command: 'inspectVariables', arguments: { ...wanted } };
  const { content } = await kernel.requestDebug(request).done;
  const parsed = VariableList.safeParse(content.body);
  if (content.success && parsed.success) return parsed.data;
  throw new RequestError({ message: content.message ?? 'The kernel did not list its variables.' });
}

/** True for the message that says that a cell has ended. */
export function isEndOfCell({ header, content, parent_header: parent }: KernelMessage.IMessage): boolean {
  const isIdle = header.msg_type === 'status' && (content as { execution_state?: string }).execution_state === 'idle';
  return isIdle && (parent as { msg_type?: string }).msg_type === 'execute_request';
}
