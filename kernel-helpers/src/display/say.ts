import { MIME } from '../mime';
import { html } from '../render/html';
import { publish } from './show';

/** Shows a sentence in the cell. */
export function say(sentence: string): void {
  publish({ [MIME.html]: html`<span>${sentence}</span>`.text, [MIME.text]: sentence });
}
