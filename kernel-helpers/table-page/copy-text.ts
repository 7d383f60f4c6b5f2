import { element } from './element';

/**
 * Puts a text on the clipboard. A page without HTTPS, and one that the browser refuses, has only the older way.
 * @throws Error that says what to do if the browser allows neither.
 */
export async function copyText(text: string): Promise<void> {
  if (await isWritten(text)) return;
  if (isCopiedFromField(text)) return;
  throw new Error('the browser does not let this page write to the clipboard. Allow it in its settings for this site.');
}

async function isWritten(text: string): Promise<boolean> {
  if (navigator.clipboard === undefined) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without the permission, or when the page has lost the focus: the older way needs neither.
    return false;
  }
}

/** Selects the text in a field and copies that. What had the focus has it again, so that the keys go on from there. */
function isCopiedFromField(text: string): boolean {
  const before = document.activeElement;
  const field = element('textarea', { style: 'position: fixed; opacity: 0', 'aria-hidden': 'true' });
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isCopied;
}
