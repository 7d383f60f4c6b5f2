import { z } from 'zod';
import { ProgramOutput } from '../io-thread/program-output';
import type { OutgoingMessage, ProgramStart, SessionMessage, StreamText } from '../io-thread/thread-protocol';

type Output = Record<string, unknown>;

const contentSchema = z.looseObject({
  data: z.unknown().optional(),
  metadata: z.unknown().optional(),
  wait: z.boolean().optional(),
  transient: z.looseObject({ display_id: z.string().optional() }).optional(),
});

/** Turns the messages that a kernel would publish into the outputs of a notebook's cells. */
export class CollectedOutputs {
  private readonly byRequest = new Map<string, Output[]>();
  private readonly displays = new Map<string, Output[]>();
  private clearsNext = new Set<Output[]>();
  private program: ProgramStart | undefined;

  /** Messages that answer the request with this header go to `outputs`. */
  collect(header: string, outputs: Output[]): void {
    this.byRequest.set(header, outputs);
  }

  send(message: SessionMessage): void {
    if (message.kind === 'program starts') this.program = message;
    else if (message.kind === 'program ended') this.addProgram();
    else this.addMessage(message);
  }

  /** Nobody sees outputs before the cell has ended, so all output of the program is read when it has ended. */
  private addProgram(): void {
    const { outputs = [], parentHeader = '' } = this.program ?? {};
    for (const { name, file } of outputs) {
      const text = new ProgramOutput(file).close();
      if (text !== '') this.addMessage({ kind: 'stream', name, text, parentHeader });
    }
    this.program = undefined;
  }

  private addMessage(message: OutgoingMessage | StreamText): void {
    const outputs = this.byRequest.get(message.parentHeader);
    if (!outputs) return;
    if (message.kind === 'stream') this.addText(outputs, message);
    else if (message.channel === 'iopub') this.addPublished(outputs, message);
  }

  private addText(outputs: Output[], { name, text }: StreamText): void {
    this.clearIfDue(outputs);
    const last = outputs.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text = `${String(last.text)}${text}`;
    else outputs.push({ output_type: 'stream', name, text });
  }

  private addPublished(outputs: Output[], { type, content: text }: OutgoingMessage): void {
    const content = contentSchema.parse(JSON.parse(text));
    switch (type) {
      case 'execute_result':
      case 'error':
        this.add(outputs, { output_type: type, ...content });
        break;
      case 'display_data':
        this.addDisplay(outputs, content);
        break;
      case 'update_display_data':
        for (const shown of this.displays.get(content.transient?.display_id ?? '') ?? []) {
          Object.assign(shown, { data: content.data, metadata: content.metadata });
        }
        break;
      case 'clear_output':
        if (content.wait === true) this.clearsNext.add(outputs);
        else outputs.length = 0;
        break;
    }
  }

  private addDisplay(outputs: Output[], { data, metadata, transient }: z.infer<typeof contentSchema>): void {
    const output = { output_type: 'display_data', data, metadata };
    this.add(outputs, output);
    const id = transient?.display_id;
    if (id !== undefined) this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
  }

  private add(outputs: Output[], output: Output): void {
    this.clearIfDue(outputs);
    outputs.push(output);
  }

  private clearIfDue(outputs: Output[]): void {
    if (this.clearsNext.delete(outputs)) outputs.length = 0;
  }
}
