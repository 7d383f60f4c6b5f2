import { html } from './html';
import { MIME } from './mime';
import { publish } from './show';

/** Shows a sentence in the cell. */
export function say(sentence: string): void {
  publish({ [MIME.html]: html`<span>${sentence}</span>`.text, [MIME.text]: sentence });
}

/** Shows a sentence about something that went wrong where the work itself goes on. Not Node's own warnings: they print ids. */
export function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
