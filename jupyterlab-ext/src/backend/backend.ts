import type { EventOf, MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Readable } from '../store/store';
import type { RequestError } from './request-error';

export interface RequestOptions<Name extends MethodName> {
  /** Ends the request, here and in the kernel. */
  readonly signal?: AbortSignal;
  /** Hears what the kernel reports before its result. */
  readonly onEvent?: (event: EventOf<Name>) => void;
  /** @default what the contract says of the method */
  readonly timeoutSeconds?: number;
}

/** Where answers come from at the moment. */
export type BackendState =
  | { readonly is: 'resting' }
  | { readonly is: 'starting' }
  | { readonly is: 'ready' }
  | { readonly is: 'restarting'; readonly attempt: number }
  | { readonly is: 'stopped'; readonly error: RequestError };

/** Answers the sidebar's questions: the hidden session's kernel, or a recording of an account. */
export interface Backend {
  readonly condition: Readable<BackendState>;

  /** Resolves with a parsed result. Rejects with a RequestError and with nothing else. */
  request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    options?: RequestOptions<Name>,
  ): Promise<ResultOf<Name>>;

  /** Tells whether somebody looks at the sidebar. While nobody does, nothing is asked and nothing is kept alive. */
  setVisible(isVisible: boolean): void;

  /** Starts again what has stopped. */
  restart(): Promise<void>;

  /** Calling it twice is fine. */
  close(): void;
}
