import { randomUUID } from 'node:crypto';
import { MIME } from '../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { bundleOf } from './bundle';
import { canReplaceOutputs, publish } from './show';

/** A table, a chart or another value that knows how it looks; or the data themselves, by MIME type. */
export type Showable = MimeBundle | { [JUPYTER_DISPLAY](): MimeBundle };

/** An output that is replaced in place. */
export interface LiveDisplay {
  update(shown: Showable): void;
  /** Ends the updates; what was shown last stays. Calling it twice is fine. */
  close(): void;
}

/** Shows an output that can be replaced. Where none can be, it prints only the lines of text that are new. */
export function liveDisplay(initial: Showable): LiveDisplay {
  const write = canReplaceOutputs() ? writeInPlace() : writeNewLines();
  let closed = false;
  write(dataOf(initial));
  return {
    update(shown) {
      if (!closed) write(dataOf(shown));
    },
    close() {
      closed = true;
    },
  };
}

function dataOf(shown: Showable): MimeBundle {
  return JUPYTER_DISPLAY in shown ? bundleOf(shown) : shown;
}

function writeInPlace(): (bundle: MimeBundle) => void {
  const id = randomUUID();
  let update = false;
  return (bundle) => {
    publish(bundle, { id, update });
    update = true;
  };
}

function writeNewLines(): (bundle: MimeBundle) => void {
  let before = new Set<string>();
  return (bundle) => {
    const lines = String(bundle[MIME.text]).split('\n');
    const added = lines.filter((line) => line !== '' && !before.has(line));
    before = new Set(lines);
    if (added.length > 0) publish({ [MIME.text]: added.join('\n') });
  };
}
