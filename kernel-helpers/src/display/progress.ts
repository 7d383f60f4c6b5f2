import { MIME } from '../mime';
import { html } from '../render/html';
import type { MimeBundle } from '../render/self-display';
import type { ProgressLine } from '../surroundings';
import { type LiveDisplay, liveDisplay } from './live-display';
import { canReplaceOutputs } from './show';

/** Quicker work needs no progress line. */
const QUIET_SECONDS = 2;
/** Where no output can be replaced, each report is a line of its own: those that only count on come no more often. */
const SECONDS_BETWEEN_COUNTS = 10;

export interface ProgressOptions {
  /** The line appears after this many seconds. @default 2 */
  readonly quietSeconds?: number;
}

/** A progress line that appears only when the work takes more than two seconds, so that quick work leaves no trace. */
export function progressLine(title: string, { quietSeconds = QUIET_SECONDS }: ProgressOptions = {}): ProgressLine {
  let line: LiveDisplay | undefined;
  let latest = title;
  let shown = '';
  let shownAt = 0;
  const show = (write: (bundle: MimeBundle) => void): void => {
    shown = latest;
    shownAt = Date.now();
    write(progressBundle(latest));
  };
  const isTooSoon = (): boolean =>
    Date.now() - shownAt < SECONDS_BETWEEN_COUNTS * 1000 && withoutCounts(latest) === withoutCounts(shown);
  // The work itself keeps a program alive, not its line.
  const timer = setTimeout(() => {
    show((bundle) => {
      line = liveDisplay(bundle);
    });
  }, quietSeconds * 1000).unref();
  return {
    report(text) {
      latest = `${title}: ${text}`;
      const current = line;
      if (current === undefined || (!canReplaceOutputs() && isTooSoon())) return;
      show((bundle) => current.update(bundle));
    },
    close(text = '') {
      clearTimeout(timer);
      line?.update(progressBundle(text));
      line?.close();
    },
  };
}

function withoutCounts(text: string): string {
  return text.replace(/\d[\d,.]*/g, '');
}

function progressBundle(text: string): MimeBundle {
  return { [MIME.html]: html`<span>${text}</span>`.text, [MIME.text]: text };
}
