import { html } from './html';
import type { MimeBundle } from './kernel-bridge';
import { type LiveDisplay, liveDisplay } from './live-display';
import { MIME } from './mime';

/** Quicker work needs no progress line. */
const QUIET_SECONDS = 2;

/** A line that tells how far a longer piece of work has come. */
export interface ProgressLine {
  report(text: string): void;
  /** Ends the line with what came out; without a text the line stays as it is. Twice is fine. */
  close(text?: string): void;
}

/** A progress line that appears only when the work takes more than two seconds, so that quick work leaves no trace. */
export function progressLine(title: string): ProgressLine {
  let line: LiveDisplay | undefined;
  let latest = title;
  const timer = setTimeout(() => {
    line = liveDisplay(progressBundle(latest));
  }, QUIET_SECONDS * 1000);
  return {
    report(text) {
      latest = `${title}: ${text}`;
      line?.update(progressBundle(latest));
    },
    close(text) {
      clearTimeout(timer);
      if (text !== undefined) line?.update(progressBundle(text));
      line?.close();
    },
  };
}

function progressBundle(text: string): MimeBundle {
  return { [MIME.html]: html`<span>${text}</span>`.text, [MIME.text]: text };
}
