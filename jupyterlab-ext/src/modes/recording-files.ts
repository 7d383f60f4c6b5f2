import { Recording } from 'kernel-helpers/sidebar-contract/index';
import { z } from 'zod';

/** The recording that comes with the extension. */
export async function shippedRecording(): Promise<Recording> {
  const { default: text } = await import('../recorded/california-housing.json');
  return Recording.parse(text);
}

/** Lets the user choose a file; undefined if none was chosen. Throws an Error that says why a file is no recording. */
export async function chooseRecording(): Promise<Recording | undefined> {
  const file = await chooseFile();
  if (file === undefined) return undefined;
  return readRecording(file.name, await file.text());
}

/** @throws Error that names the file and says what is wrong with it */
export function readRecording(name: string, text: string): Recording {
  const parsed = Recording.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [first] = z.prettifyError(parsed.error).split('\n');
  throw new Error(`${name} is not a recording of the sidebar: ${first}`);
}

/** Hands the recording to the browser, which saves it where its downloads go. */
export function saveRecording(recording: Recording): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(recording)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `tables-and-jobs-${recording.beganAt.slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

function chooseFile(): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'application/json,.json';
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
