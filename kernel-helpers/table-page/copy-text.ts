import { element } from './element';

/** Puts a text on the clipboard. A page without HTTPS has only the older way, through a text field that is selected. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return await navigator.clipboard.writeText(text);
  const field = element('textarea', { style: 'position: fixed; opacity: 0' });
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (!isCopied) throw new Error('The browser lets no page write to its clipboard.');
}
