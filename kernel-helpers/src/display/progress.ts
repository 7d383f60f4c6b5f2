import { MIME } from '../mime';
import { html } from '../render/html';
import type { MimeBundle } from '../render/self-display';
import type { ProgressLine } from '../surroundings';
import { type LiveDisplay, liveDisplay } from './live-display';

/** Quicker work needs no progress line. */
const QUIET_SECONDS = 2;

export interface ProgressOptions {
  /** The line appears after this many seconds. @default 2 */
  readonly quietSeconds?: number;
}

/** A progress line that appears only when the work takes more than two seconds, so that quick work leaves no trace. */
export function progressLine(title: string, { quietSeconds = QUIET_SECONDS }: ProgressOptions = {}): ProgressLine {
  let line: LiveDisplay | undefined;
  let latest = title;
  const timer = setTimeout(() => {
    line = liveDisplay(progressBundle(latest));
  }, quietSeconds * 1000);
  return {
    report(text) {
      latest = `${title}: ${text}`;
      line?.update(progressBundle(latest));
    },
    close(text = '') {
      clearTimeout(timer);
      line?.update(progressBundle(text));
      line?.close();
    },
  };
}

function progressBundle(text: string): MimeBundle {
  return { [MIME.html]: html`<span>${text}</span>`.text, [MIME.text]: text };
}
