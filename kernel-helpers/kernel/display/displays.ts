import type { DisplayOptions } from 'kernel-helpers/cell/kernel-bridge';
import { UserError } from 'kernel-helpers/errors';
import type { MimeBundle } from 'kernel-helpers/render/self-display';
import type { CurrentCell } from '../cells/current-cell';
import type { OutputStreams } from '../cells/output-streams';
import type { ClientMessages } from '../protocol/client-messages';
import { sendableBundle } from './sendable-bundle';
import type { TslabDisplayData } from './tslab';

/** Shows data in the cell that asks for it. */
export class Displays {
  constructor(
    private readonly messages: ClientMessages,
    private readonly streams: OutputStreams,
    private readonly currentCell: CurrentCell,
  ) {}

  /** Throws a UserError when no format of the data can be sent. */
  display(bundle: MimeBundle, options: DisplayOptions = {}): void {
    const type = options.update === true ? 'update_display_data' : 'display_data';
    const { data, problems } = sendableBundle(bundle);
    if (problems.length > 0 && Object.keys(data).length === 0) throw new UserError(problems.join('\n'));
    for (const problem of problems) this.streams.write('stderr', `${problem}\n`);
    const transient = options.id === undefined ? {} : { display_id: options.id };
    this.publish(type, { data, metadata: options.metadata ?? {}, transient });
  }

  /** With `wait`, the old output stays until the new one comes, so that nothing flickers. */
  clear(wait = false): void {
    this.publish('clear_output', { wait });
  }

  /** The function that tslab's own `display` and `newDisplay` call. */
  displayForTslab({ data, metadata, transient }: TslabDisplayData, update: boolean | undefined): void {
    this.display(data, {
      ...(transient?.display_id !== undefined && { id: transient.display_id }),
      ...(metadata && { metadata }),
      update: update === true,
    });
  }

  private publish(type: string, content: Readonly<Record<string, unknown>>): void {
    const { owner } = this.currentCell;
    if (owner?.isSilent === true) return;
    this.streams.flush();
    this.messages.publish(type, content, owner?.request);
  }
}
