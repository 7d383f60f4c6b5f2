import { reasonOf } from 'kernel-helpers/render/inspect-value';
import type { MimeBundle } from 'kernel-helpers/render/self-display';

export interface SendableBundle {
  /** Strings, or JSON for the MIME types that need it. */
  readonly data: MimeBundle;
  /** Why formats are missing in `data`, one sentence each. */
  readonly problems: readonly string[];
}

/** Leaves out the formats that no message can carry: JSON with a circle, a bigint, or a `toJSON` that throws. */
export function sendableBundle(bundle: MimeBundle): SendableBundle {
  const data: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [type, value] of Object.entries(bundle)) {
    try {
      data[type] = sendableValue(type, value);
    } catch (failure) {
      problems.push(`The data of ${type} cannot be shown. ${reasonOf(failure)}`);
    }
  }
  return { data, problems };
}

/** https://nbformat.readthedocs.io/en/latest/format_description.html#display-data */
function sendableValue(type: string, value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString(isText(type) ? 'utf8' : 'base64');
  if (!/\bjson$/.test(type)) return isLines(value) ? value.join('') : String(value);
  JSON.stringify(value);
  return value;
}

function isLines(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}

function isText(type: string): boolean {
  return /^text\/|\b(?:xml|json|javascript)$/.test(type);
}
