import type { Runtime } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { DEBUGGED_SIDE, type DebuggedSide } from './debugged-side';

/**
 * The main thread, as V8's inspector shows it to the I/O thread. It answers also in the middle of a loop, and while it
 * is paused. No port is open.
 */
export class MainThread {
  readonly session = new Session();

  constructor() {
    this.session.connectToMainThread();
  }

  /** Calls a function of the kernel in the main thread. What it takes and gives is JSON. */
  async call<N extends keyof DebuggedSide>(
    name: N,
    ...parameters: Parameters<DebuggedSide[N]>
  ): Promise<ReturnType<DebuggedSide[N]>> {
    const expression = `${DEBUGGED}.${name}(...${JSON.stringify(parameters)})`;
    const { result, exceptionDetails } = await this.session.post('Runtime.evaluate', {
      expression,
      returnByValue: true,
      silent: true,
    });
    return resultOrThrow(result, exceptionDetails);
  }

  /** The same for a function whose first parameter is a list of objects that live in the main thread. */
  async callWith<N extends 'enterFrame' | 'present' | 'setGlobal'>(
    name: N,
    objectIds: readonly string[],
    ...parameters: Rest<Parameters<DebuggedSide[N]>>
  ): Promise<ReturnType<DebuggedSide[N]>> {
    const call: Runtime.CallFunctionOnParameterType = {
      functionDeclaration: `function (...objects) { return ${DEBUGGED}.${name}(...[objects, ...${JSON.stringify(parameters)}]); }`,
      arguments: objectIds.map((objectId) => ({ objectId })),
      returnByValue: true,
      silent: true,
      ...(await this.place(objectIds)),
    };
    const { result, exceptionDetails } = await this.session.post('Runtime.callFunctionOn', call);
    return resultOrThrow(result, exceptionDetails);
  }

  /** V8 wants to know where to call a function: on an object, or in a context. */
  private async place([objectId]: readonly string[]): Promise<{ readonly objectId: string }> {
    if (objectId !== undefined) return { objectId };
    const { result } = await this.session.post('Runtime.evaluate', { expression: DEBUGGED });
    return { objectId: result.objectId ?? '' };
  }

  /** Lets the main thread run on. Calling it twice is fine. */
  close(): void {
    this.session.disconnect();
  }
}

type Rest<P extends readonly unknown[]> = P extends readonly [unknown, ...infer R] ? R : never;

/** What evaluated code gave; throws what it threw, in words. */
export function resultOrThrow<T>(result: Runtime.RemoteObject, thrown: Runtime.ExceptionDetails | undefined): T {
  if (!thrown) return result.value;
  const { exception, text } = thrown;
  const [words = text] = (exception?.description ?? String(exception?.value ?? text)).split('\n    at ');
  throw new Error(words.replace(/^Error: /, ''));
}

/** The expression for what the main thread offers its debugger. */
export const DEBUGGED = `globalThis[Symbol.for('${DEBUGGED_SIDE}')]`;
