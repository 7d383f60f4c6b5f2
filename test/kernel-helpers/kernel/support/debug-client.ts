import type { KernelClient, Received } from './kernel-client';

type Json = Readonly<Record<string, unknown>>;

export interface StackFrameForTest {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source: { readonly name: string; readonly path: string };
}

export interface VariableForTest {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

/** What JupyterLab's debugger panel asks of a kernel. */
export class DebugClient {
  private sequence = 0;
  private seenEvents = 0;

  constructor(private readonly kernel: KernelClient) {}

  /** Sends a command; the whole answer. */
  async ask(command: string, parameters: Json = {}): Promise<Json> {
    this.sequence += 1;
    const request = { type: 'request', seq: this.sequence, command, arguments: parameters };
    return this.kernel.request('control', 'debug_request', request);
  }

  /** Sends a command that must succeed; the answer's body. */
  async command<T = Json>(command: string, parameters: Json = {}): Promise<T> {
    const answer = await this.ask(command, parameters);
    if (answer.success !== true) throw new Error(`${command} failed: ${answer.message}`);
    return answer.body as T;
  }

  async attach(): Promise<void> {
    await this.command('initialize');
    await this.command('attach');
  }

  /** Sets the breakpoints of a cell, by its code. */
  async breakAt(code: string, ...points: readonly (number | { readonly line: number; readonly condition: string })[]) {
    const { sourcePath: path } = await this.command<{ readonly sourcePath: string }>('dumpCell', { code });
    const breakpoints = points.map((point) => (typeof point === 'number' ? { line: point } : point));
    const answer = await this.command<{ readonly breakpoints: readonly { readonly line: number }[] }>(
      'setBreakpoints',
      { source: { path }, breakpoints },
    );
    return { path, lines: answer.breakpoints.map(({ line }) => line) };
  }

  /** The next event of this name that nobody has waited for yet. */
  async nextEvent(name: string): Promise<Json> {
    const fits = ({ type, content }: Received) => type === 'debug_event' && content.event === name;
    const isNew = (message: Received) => fits(message) && Number(message.content.seq) > this.seenEvents;
    const { content } = await this.kernel.waitFor(isNew);
    this.seenEvents = Number(content.seq);
    return content.body as Json;
  }

  /** Where the kernel stands after its next stop: why, and each frame as `name:line`. */
  async nextStop(): Promise<{ readonly reason: unknown; readonly frames: readonly string[] }> {
    const { reason } = await this.nextEvent('stopped');
    const frames = await this.frames();
    return { reason, frames: frames.map(({ name, line }) => `${name}:${line}`) };
  }

  async frames(): Promise<readonly StackFrameForTest[]> {
    const { stackFrames } = await this.command<{ readonly stackFrames: readonly StackFrameForTest[] }>('stackTrace', {
      threadId: 1,
    });
    return stackFrames;
  }

  /** The variables of a scope of a frame, as `name: value`. */
  async scope(name: string, frame = 0): Promise<Readonly<Record<string, string>>> {
    const variables = await this.variablesOf(name, frame);
    return Object.fromEntries(variables.map((variable) => [variable.name, variable.value]));
  }

  async variablesOf(scope: string, frame = 0): Promise<readonly VariableForTest[]> {
    const frames = await this.frames();
    const { scopes } = await this.command<{
      readonly scopes: readonly { readonly name: string; readonly variablesReference: number }[];
    }>('scopes', { frameId: frames[frame]?.id });
    const found = scopes.find(({ name }) => name === scope);
    return found ? this.partsOf(found.variablesReference) : [];
  }

  async partsOf(variablesReference: number): Promise<readonly VariableForTest[]> {
    const { variables } = await this.command<{ readonly variables: readonly VariableForTest[] }>('variables', {
      variablesReference,
    });
    return variables;
  }

  /** The text of a value, or the words of the refusal. */
  async evaluate(expression: string, frame = 0): Promise<unknown> {
    const frames = await this.frames();
    const answer = await this.ask('evaluate', { expression, frameId: frames[frame]?.id });
    return answer.success === true ? (answer.body as Json).result : answer.message;
  }

  async go(how: 'continue' | 'next' | 'stepIn' | 'stepOut'): Promise<void> {
    await this.command(how, { threadId: 1 });
  }
}
