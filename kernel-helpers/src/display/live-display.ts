import { randomUUID } from 'node:crypto';
import { MIME } from '../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { bundleOf, passingBundleOf } from './bundle';
import { finishOutput, replaceOutput, replaceWithData } from './replaced-output';
import { canReplaceOutputs, publish } from './show';

/** A table, a chart or another value that knows how it looks; or the data themselves, by MIME type. */
export type Showable = MimeBundle | { [JUPYTER_DISPLAY](): MimeBundle };

/** An output that is replaced in place. */
export interface LiveDisplay {
  update(shown: Showable): void;
  /** Ends the updates; what was shown last stays. Calling it twice is fine. */
  close(): void;
}

/**
 * Shows an output that can be replaced. Where none can be, it prints only the lines of text that are new. A chart that is
 * replaced at once has no picture until it stays as it is: for half a second, at the end of the cell, or at `close()`.
 */
export function liveDisplay(initial: Showable): LiveDisplay {
  const output = canReplaceOutputs() ? outputInPlace(initial) : printedLines(initial);
  let closed = false;
  return {
    update(shown) {
      if (!closed) output.update(shown);
    },
    close() {
      if (!closed) output.close();
      closed = true;
    },
  };
}

function outputInPlace(initial: Showable): LiveDisplay {
  const id = randomUUID();
  publish(dataOf(initial, bundleOf), { id, update: false });
  return {
    update(shown) {
      if (JUPYTER_DISPLAY in shown) replaceOutput(id, shown);
      else replaceWithData(id, shown);
    },
    close() {
      finishOutput(id);
    },
  };
}

function printedLines(initial: Showable): LiveDisplay {
  let before = new Set<string>();
  const update = (shown: Showable): void => {
    const lines = String(dataOf(shown, passingBundleOf)[MIME.text]).split('\n');
    const added = lines.filter((line) => line !== '' && !before.has(line));
    before = new Set(lines);
    if (added.length > 0) publish({ [MIME.text]: added.join('\n') });
  };
  update(initial);
  return { update, close: () => undefined };
}

function dataOf(shown: Showable, bundle: (value: object) => MimeBundle): MimeBundle {
  return JUPYTER_DISPLAY in shown ? bundle(shown) : shown;
}
