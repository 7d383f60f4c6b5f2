import type { CommData, CommMessage, KernelBridge } from '../cell/kernel-bridge';
import { separateBuffers } from './binary-state';

/** What a front end needs to draw a widget that was made before the front end was opened or loaded again. */
export interface OpenWidget {
  readonly id: string;
  readonly state: Readonly<Record<string, unknown>>;
  close(): void;
}

const CONTROL_TARGET = 'jupyter.widget.control';

const open = new Map<string, OpenWidget>();
let answering: KernelBridge | undefined;

/** Lets front ends find a widget until `forget` is called with its id. */
export function remember(widget: OpenWidget, bridge: KernelBridge): void {
  open.set(widget.id, widget);
  if (answering === bridge) return;
  answering = bridge;
  // A page that is opened later finds no model: the outputs then need the widgets' other forms.
  bridge.onKernelEnd(() => {
    for (const { close } of [...open.values()]) close();
  });
  bridge.registerCommTarget(CONTROL_TARGET, (comm) => {
    comm.onMessage = answerControl;
  });
}

export function forget(id: string): void {
  open.delete(id);
}

/** https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md#the-jupyterwidgetcontrol-comm-target */
function answerControl({ data, answer }: CommMessage): void {
  if (data.method !== 'request_states') return;
  const { state: states, bufferPaths, buffers } = separateBuffers(statesOfAll());
  answer({ method: 'update_states', states, buffer_paths: bufferPaths }, { buffers });
}

function statesOfAll(): CommData {
  return Object.fromEntries(
    [...open.values()].map(({ id, state }) => {
      const { _model_name, _model_module, _model_module_version } = state;
      const model = {
        model_name: _model_name,
        model_module: _model_module,
        model_module_version: _model_module_version,
      };
      return [id, { ...model, state }];
    }),
  );
}
