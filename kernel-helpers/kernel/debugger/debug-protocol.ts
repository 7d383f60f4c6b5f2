/**
 * The Debug Adapter Protocol, as Jupyter carries it: https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request
 * and https://microsoft.github.io/debug-adapter-protocol/specification
 */
export interface DebugRequest {
  readonly seq: number;
  readonly command: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export type DebugBody = Readonly<Record<string, unknown>>;

export interface DebugResponse {
  readonly [name: string]: unknown;
  readonly type: 'response';
  readonly request_seq: number;
  readonly command: string;
  readonly success: boolean;
  /** Why a request failed. */
  readonly message?: string;
  readonly body: DebugBody;
}

export function responseTo({ seq, command }: DebugRequest, body: DebugBody): DebugResponse {
  return { type: 'response', request_seq: seq, command, success: true, body };
}

export function refusalOf({ seq, command }: DebugRequest, message: string): DebugResponse {
  return { type: 'response', request_seq: seq, command, success: false, message, body: {} };
}
