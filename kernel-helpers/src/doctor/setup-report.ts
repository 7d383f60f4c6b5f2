import { INSPECT, MIME } from '../mime';
import { html } from '../render/html';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { largestOf } from '../values/extremes';
import type { SetupCheck } from './setup-check';

/** What `checkSetup` found. It shows one line for each check, and what to do about those that did not pass. */
export class SetupReport {
  constructor(readonly checks: readonly SetupCheck[]) {}

  /** True when every check passed. */
  get ok(): boolean {
    return this.checks.every((check) => check.ok);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const rows = this.checks.map(({ name, ok, found, fix }) => {
      const advice = fix === undefined ? html`` : html`<br><b>${fix}</b>`;
      return html`<tr><td>${markOf(ok)}</td><td style="text-align:left">${name}</td><td style="text-align:left">${found}${advice}</td></tr>`;
    });
    return { [MIME.html]: html`<table><tbody>${rows}</tbody></table>`.text, [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    const width = largestOf(this.checks.map(({ name }) => name.length));
    return this.checks.map((check) => lineOf(check, width)).join('\n');
  }
}

function lineOf({ name, ok, found, fix }: SetupCheck, width: number): string {
  const line = `${markOf(ok)} ${name.padEnd(width)}  ${found}`;
  return fix === undefined ? line : `${line}\n  ${' '.repeat(width)}  → ${fix}`;
}

function markOf(ok: boolean): string {
  return ok ? '✓' : '✗';
}
