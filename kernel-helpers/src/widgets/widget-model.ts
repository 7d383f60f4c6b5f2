import { isDeepStrictEqual } from 'node:util';
import type { Comm, CommMessage } from '../cell/kernel-bridge';
import { kernelBridge } from '../cell/kernel-bridge';
import { UserError } from '../errors';
import { separateBuffers } from './binary-state';
import { bindToCell, Listeners, showError } from './listeners';
import { forget, remember } from './open-widgets';
import { readWidgetMessage } from './widget-message';

export type State = Readonly<Record<string, unknown>>;

/** What makes one widget differ from another. */
export interface WidgetDefinition {
  /** Its name in messages. */
  readonly name: string;
  /** Widgets of the same kind share their style sheet under this name. */
  readonly styleName: string;
  /** The front end: an ES module in anywidget's format (https://anywidget.dev/en/afm/), or its URL. */
  readonly esm: string;
  readonly css?: string;
  readonly state: State;
  /** Reads what the front end wants a key to be; throws a UserError to refuse it. */
  read(key: string, value: unknown): unknown;
}

const TARGET = 'jupyter.widget';
const PROTOCOL_VERSION = '2.1.0';
/** Any version of this series: the parts used here are the same since 0.9, the first one with default exports. */
const ANYWIDGET_VERSIONS = '0.x';

/**
 * The kernel's half of a widget. Jupyter's widget messaging protocol keeps the state the same on both sides
 * (https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md). Without a front end the model
 * only holds the state.
 */
export class WidgetModel {
  /** Called with what has changed, whoever changed it, on behalf of the cell that made the widget. */
  readonly changes = new Listeners<[changed: State]>();
  /** Called with the custom messages of the front end, also on behalf of that cell. */
  readonly messages = new Listeners<[content: unknown, buffers: readonly Uint8Array[]]>();
  /** Called when outputs may look different, by the code that made the change. */
  readonly redraws = new Listeners<[]>();
  private readonly ends = new Listeners<[]>();
  private readonly tellChanges = bindToCell((changed: State) => this.changes.tell(changed));
  private readonly tellMessage = bindToCell((content: unknown, buffers: readonly Uint8Array[]) => {
    this.messages.tell(content, buffers);
  });
  private readonly comm: Comm | undefined;
  private state: State;
  private closed = false;

  constructor(private readonly definition: WidgetDefinition) {
    this.state = definition.state;
    this.comm = this.open();
  }

  /** The id by which views find the model; undefined where no front end can draw it, and once it is closed. */
  get id(): string | undefined {
    return this.closed ? undefined : this.comm?.id;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  get(key: string): unknown {
    return this.state[key];
  }

  get all(): State {
    return this.state;
  }

  /** Calls `listener` when either side closes the widget, or at once if it is closed already. */
  onEnd(listener: () => void): () => void {
    if (this.closed) listener();
    return this.ends.add(listener);
  }

  /** Throws a UserError when the widget is closed. */
  set(changes: State): void {
    this.requireOpen();
    const changed = this.apply(changes);
    if (Object.keys(changed).length === 0) return;
    this.tellState('update', changed, (data, extras) => this.comm?.send(data, extras));
    this.redraws.tell();
    this.tellChanges(changed);
  }

  /** Sends a custom message to the front end. Throws a UserError when the widget is closed. */
  send(content: unknown, buffers: readonly Uint8Array[] = []): void {
    this.requireOpen();
    this.comm?.send({ method: 'custom', content }, { buffers });
  }

  /** Takes the widget out of the front end. Calling it twice is fine. */
  close(): void {
    this.end();
    this.comm?.close();
  }

  private requireOpen(): void {
    if (this.closed) throw new UserError(`${this.definition.name} is closed. Make a new one.`);
  }

  private end(): void {
    if (this.closed) return;
    // Listeners go first, since they may replace the output: a front end that finds no model shows an error there.
    this.ends.tell();
    this.closed = true;
    if (this.comm) forget(this.comm.id);
  }

  private open(): Comm | undefined {
    const bridge = kernelBridge();
    if (bridge === undefined || bridge.audience === 'nobody') return undefined;
    const { state, bufferPaths, buffers } = separateBuffers(this.wholeState());
    const data = { state, buffer_paths: bufferPaths };
    const comm = bridge.openComm(TARGET, data, { metadata: { version: PROTOCOL_VERSION }, buffers });
    comm.onMessage = (message) => this.receive(message);
    comm.onClose = () => this.end();
    const wholeState = () => this.wholeState();
    const open = {
      id: comm.id,
      get state() {
        return wholeState();
      },
      close: () => this.close(),
    };
    remember(open, bridge);
    return comm;
  }

  /** The state, together with the names and the code by which the front end draws it. */
  private wholeState(): State {
    const { styleName, esm, css } = this.definition;
    return {
      _model_module: 'anywidget',
      _model_name: 'AnyModel',
      _model_module_version: ANYWIDGET_VERSIONS,
      _view_module: 'anywidget',
      _view_name: 'AnyView',
      _view_module_version: ANYWIDGET_VERSIONS,
      // Front ends keep one style sheet for each such id; a later one replaces the earlier one.
      _anywidget_id: `kernel-helpers.${styleName}`,
      _esm: esm,
      ...(css !== undefined && { _css: css }),
      ...this.state,
    };
  }

  /** Changes the state, and returns only the keys whose value is different now. */
  private apply(changes: State): State {
    const changed = Object.entries(changes).filter(([key, value]) => !isDeepStrictEqual(value, this.state[key]));
    this.state = { ...this.state, ...Object.fromEntries(changed) };
    return Object.fromEntries(changed);
  }

  /**
   * Answers first, and calls the listeners in a later turn of the event loop: an interrupt may end a listener together
   * with all that is on its stack, and a page that gets no answer never sends anything again.
   */
  private receive(message: CommMessage): void {
    try {
      const received = readWidgetMessage(message);
      if (received.method === 'update') this.update(received.state, message);
      else if (received.method === 'custom') setImmediate(() => this.tellMessage(received.content, received.buffers));
      else this.tellState('update', this.wholeState(), message.answer);
    } catch (error) {
      showError(error);
    }
  }

  /**
   * Takes over what the front end changed. The answer holds the values after the change: so other pages with this
   * widget learn of it, and a page whose change was refused gets the old value back.
   */
  private update(wanted: State, { answer }: CommMessage): void {
    const known = Object.entries(wanted).filter(([key]) => Object.hasOwn(this.state, key));
    const accepted = known.flatMap(([key, value]) => this.readOrRefuse(key, value));
    const changed = this.apply(Object.fromEntries(accepted));
    this.tellState('echo_update', Object.fromEntries(known.map(([key]) => [key, this.state[key]])), answer);
    if (Object.keys(changed).length > 0) setImmediate(() => this.tellChanges(changed));
  }

  private readOrRefuse(key: string, value: unknown): readonly (readonly [string, unknown])[] {
    try {
      return [[key, this.definition.read(key, value)]];
    } catch (error) {
      showError(error);
      return [];
    }
  }

  private tellState(method: 'update' | 'echo_update', told: State, tell: CommMessage['answer']): void {
    const { state, bufferPaths, buffers } = separateBuffers(told);
    tell({ method, state, buffer_paths: bufferPaths }, { buffers });
  }
}
