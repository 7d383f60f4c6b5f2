import { randomUUID } from 'node:crypto';
import { MIME } from '../mime';
import type { MimeBundle } from '../render/self-display';
import { canReplaceOutputs, publish } from './show';

/** An output that is replaced in place. */
export interface LiveDisplay {
  update(bundle: MimeBundle): void;
  /** Ends the updates; what was shown last stays. Calling it twice is fine. */
  close(): void;
}

/** Shows an output that can be replaced. Where none can be, it prints only the lines of text that are new. */
export function liveDisplay(initial: MimeBundle): LiveDisplay {
  const write = canReplaceOutputs() ? writeInPlace() : writeNewLines();
  let closed = false;
  write(initial);
  return {
    update(bundle) {
      if (!closed) write(bundle);
    },
    close() {
      closed = true;
    },
  };
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
