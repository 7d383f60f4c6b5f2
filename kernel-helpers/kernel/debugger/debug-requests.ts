import { messageOf } from 'kernel-helpers/errors';
import { type DebugBody, type DebugRequest, type DebugResponse, refusalOf, responseTo } from './debug-protocol';

/** Answers one command. The arguments are as the client sent them: each command reads them with its own schema. */
export type DebugCommand = (parameters: DebugRequest['arguments']) => DebugBody | Promise<DebugBody>;

/**
 * The commands that the main thread answers, also while no debugger is attached, such as `inspectVariables`. While a
 * cell is paused, the I/O thread answers everything: the main thread stands still then.
 */
export class DebugRequests {
  constructor(private readonly commands: Readonly<Record<string, DebugCommand>>) {}

  /** Never rejects: a command that throws is a refusal. */
  async answer(request: DebugRequest): Promise<DebugResponse> {
    const answer = Object.hasOwn(this.commands, request.command) ? this.commands[request.command] : undefined;
    if (!answer) return refusalOf(request, `This kernel's debugger does not know ${request.command}.`);
    try {
      return responseTo(request, await answer(request.arguments));
    } catch (error) {
      return refusalOf(request, messageOf(error));
    }
  }
}
