import type { JobKind } from 'kernel-helpers/sidebar-contract/index';

/** What tells one job from another: two kinds may use the same name. */
export interface JobId {
  readonly kind: JobKind;
  readonly name: string;
}

/** The same text for the same job. Names have no spaces. */
export function keyOf({ kind, name }: JobId): string {
  return `${kind} ${name}`;
}
