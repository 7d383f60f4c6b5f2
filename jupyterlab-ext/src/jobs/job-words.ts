import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobKind, JobStatus } from 'kernel-helpers/sidebar-contract/index';

/** The reader's word for a state. `serviceStatus` is SageMaker's own, for states that have no word of ours. */
export function statusWord(trans: TranslationBundle, status: JobStatus, serviceStatus = ''): string {
  switch (status) {
    case 'running':
      return trans.__('Running');
    case 'stopping':
      return trans.__('Stopping');
    case 'completed':
      return trans.__('Completed');
    case 'stopped':
      return trans.__('Stopped');
    case 'failed':
      return trans.__('Failed');
    case 'in-service':
      return trans.__('In service');
    case 'other':
      return serviceStatus;
  }
}

/** An endpoint that SageMaker sets up is not said to run. */
export function statusOf(
  trans: TranslationBundle,
  {
    kind,
    status,
    serviceStatus,
  }: { readonly kind: JobKind; readonly status: JobStatus; readonly serviceStatus: string },
): string {
  return kind === 'endpoint' && status === 'running' ? serviceStatus : statusWord(trans, status, serviceStatus);
}

/** The heading of all jobs of a kind. */
export function kindsWord(trans: TranslationBundle, kind: JobKind): string {
  switch (kind) {
    case 'training':
      return trans.__('Training jobs');
    case 'tuning':
      return trans.__('Tuning jobs');
    case 'transform':
      return trans.__('Transform jobs');
    case 'endpoint':
      return trans.__('Endpoints');
  }
}

/** One job of a kind. */
export function kindWord(trans: TranslationBundle, kind: JobKind): string {
  switch (kind) {
    case 'training':
      return trans.__('Training job');
    case 'tuning':
      return trans.__('Tuning job');
    case 'transform':
      return trans.__('Transform job');
    case 'endpoint':
      return trans.__('Endpoint');
  }
}
