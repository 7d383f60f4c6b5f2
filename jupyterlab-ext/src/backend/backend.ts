import type { EventOf, MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import type { Readable } from '../store/store';
import type { RequestError } from './request-error';

export interface RequestOptions<Name extends MethodName> {
  /** Ends the request, here and in the kernel. */
  readonly signal?: AbortSignal;
  /** Hears what the kernel reports before its result. */
  readonly onEvent?: (event: EventOf<Name>) => void;
  /** Counted from when the kernel gets the request. @default what the contract says of the method */
  readonly timeoutSeconds?: number;
}

/** Where answers come from at the moment. */
export type BackendState =
  /** Nothing was asked yet, or nobody looks. */
  | { readonly is: 'resting' }
  | { readonly is: 'starting' }
  /** With a notice, a request goes on in spite of a problem, or one that was given up left something behind. */
  | { readonly is: 'ready'; readonly notice?: string }
  /** The kernel was lost, and is started again for the n-th time. */
  | { readonly is: 'restarting'; readonly attempt: number }
  /** It was lost too often, or cannot serve at all. Only `restart()` leads out of here. */
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

  /**
   * Keeps the way to the kernel open until the returned function is called; calling that twice is fine. A view does so
   * while it is in view. While no view does, and no request waits, nothing at all is sent.
   */
  keepOpen(): () => void;

  /** Starts again from nothing. */
  restart(): Promise<void>;

  /** Calling it twice is fine. */
  close(): void;
}
