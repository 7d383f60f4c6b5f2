import type { Backend } from 'jupyterlab-ext/backend/backend';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import type { EventOf, MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';

interface Asked<Name extends MethodName> {
  readonly signal: AbortSignal;
  readonly tell: (event: EventOf<Name>) => void;
}

/** What a test answers to each method. Methods that it does not name are refused. */
export type Script = {
  readonly [Name in MethodName]?: (
    params: ParamsOf<Name>,
    asked: Asked<Name>,
  ) => ResultOf<Name> | Promise<ResultOf<Name>>;
};

export interface ScriptedBackend extends Backend {
  /** The methods and parameters asked for so far. */
  readonly asked: readonly { readonly method: MethodName; readonly params: object }[];
}

/** A backend whose answers a test gives. It ends a request as soon as its signal is aborted, as the real one does. */
export function scriptedBackend(script: Script): ScriptedBackend {
  const asked: { method: MethodName; params: object }[] = [];
  return {
    asked,
    condition: { state: { is: 'ready' }, subscribe: () => () => undefined },
    keepOpen: () => () => undefined,
    restart: async () => undefined,
    close: () => undefined,
    request: async (method, params, { signal = new AbortController().signal, onEvent = () => undefined } = {}) => {
      asked.push({ method, params });
      const answer = script[method];
      if (answer === undefined) throw new Error(`The test does not answer ${method}.`);
      return await Promise.race([answer(params, { signal, tell: onEvent }), abortOf(signal)]);
    },
  };
}

function abortOf(signal: AbortSignal): Promise<never> {
  const interrupted = () => new RequestError({ reason: 'interrupted', message: 'Cancelled.' });
  return new Promise((_, reject) => {
    if (signal.aborted) reject(interrupted());
    signal.addEventListener('abort', () => reject(interrupted()), { once: true });
  });
}
