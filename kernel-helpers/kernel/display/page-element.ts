import type { MimeBundle } from 'kernel-helpers/render/self-display';

const SVG_TEXT = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>][\s\S]*<\/svg>\s*$/i;
const SVG_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"';

/** The picture that a text is, when it is nothing but an SVG. */
export function svgText(text: string): MimeBundle | undefined {
  return SVG_TEXT.test(text) ? { 'image/svg+xml': text } : undefined;
}

/** How a document or an element of jsdom, linkedom and the like looks; undefined for other values. */
export function pageElement(value: object): MimeBundle | undefined {
  const element = 'documentElement' in value ? value.documentElement : value;
  if (typeof element !== 'object' || element === null || !('nodeType' in element) || !('outerHTML' in element)) {
    return undefined;
  }
  const { outerHTML: html } = element;
  if (typeof html !== 'string') return undefined;
  if (!/^<svg[\s>]/i.test(html)) return { 'text/html': html, 'text/plain': html };
  // Browsers show an SVG by itself only with its namespace, which an HTML page does not need.
  const svg = /^[^>]*\sxmlns=/.test(html) ? html : html.replace(/^<svg/i, `<svg ${SVG_NAMESPACE}`);
  return { 'image/svg+xml': svg, 'text/plain': svg };
}
