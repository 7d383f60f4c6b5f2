import type { RequestError } from '../../backend/request-error';
import type { TreeNode } from './tree-node';

/** The children of a node, as far as they are known. */
export interface Listing {
  readonly nodes: readonly TreeNode[];
  /** Where the list goes on; undefined if it is complete. */
  readonly next?: string;
  /** When the kernel said so. */
  readonly asOf: Date;
}

/** What is known of a node's children, and what goes on. */
export type Branch =
  | { readonly is: 'unknown' }
  /** `listing` is what was known before, or the pages so far. */
  | { readonly is: 'loading'; readonly listing?: Listing }
  | { readonly is: 'known'; readonly listing: Listing }
  | { readonly is: 'failed'; readonly error: RequestError; readonly listing?: Listing };

export const UNKNOWN: Branch = { is: 'unknown' };

export function listingOf(branch: Branch): Listing | undefined {
  return branch.is === 'unknown' ? undefined : branch.listing;
}

export function asked(branch: Branch): Branch {
  const listing = listingOf(branch);
  return listing === undefined ? { is: 'loading' } : { is: 'loading', listing };
}

/** Some pages are there, and more are asked for. */
export function answeredInPart(listing: Listing): Branch {
  return { is: 'loading', listing };
}

export function answered(listing: Listing): Branch {
  return { is: 'known', listing };
}

/** A failure does not take away what was known. */
export function failed(branch: Branch, error: RequestError): Branch {
  const listing = listingOf(branch);
  return listing === undefined ? { is: 'failed', error } : { is: 'failed', error, listing };
}

/** Somebody ended the request: what was known is known. */
export function cancelled(branch: Branch): Branch {
  const listing = listingOf(branch);
  return listing === undefined ? UNKNOWN : { is: 'known', listing };
}

/** Things of one's own role come first; otherwise the order stays as the server sent it. */
export function yoursFirst(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const yours = nodes.filter(isYours);
  return yours.length === 0 ? nodes : [...yours, ...nodes.filter((node) => !isYours(node))];
}

function isYours(node: TreeNode): boolean {
  return (node.kind === 'table' || node.kind === 'view') && node.of.isYours;
}
