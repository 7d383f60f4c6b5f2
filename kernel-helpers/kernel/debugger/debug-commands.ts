import { readFile } from 'node:fs/promises';
import { messageOf } from 'kernel-helpers/errors';
import { z } from 'zod';
import { CODE_PATHS, codePath } from './code-path';
import { type DebugBody, type DebugRequest, type DebugResponse, refusalOf, responseTo } from './debug-protocol';
import { Debugger, type Step, type Stop } from './debugger';
import type { Pause, PausedFrame } from './pause';
import { FIRST_REFERENCE } from './variable-references';

/** JavaScript has one thread for all cells. */
const THREAD = { id: 1, name: 'Notebook' } as const;
/** A front end that does not say how many parts it wants gets so many at once. */
const PARTS_AT_ONCE = 500;

/** Node.js has no list of the modules that were imported. JupyterLab asks after each cell, also while the debugger is off. */
const NO_MODULES = { modules: [], totalModules: 0 } as const;

const EXCEPTION_FILTERS = [{ filter: 'all', label: 'All Errors', default: false }] as const;

/** https://microsoft.github.io/debug-adapter-protocol/specification#Types_Capabilities */
const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  exceptionBreakpointFilters: EXCEPTION_FILTERS,
} as const;

const line = z.number().int();
const schemas = {
  code: z.object({ code: z.string() }),
  breakpoints: z.object({
    source: z.object({ path: z.string() }),
    breakpoints: z.array(z.object({ line, condition: z.string().optional() })).default([]),
  }),
  source: z.object({ source: z.object({ path: z.string() }) }),
  frames: z.object({ startFrame: z.number().int().default(0), levels: z.number().int().default(0) }),
  frame: z.object({ frameId: z.number().int().optional() }),
  variables: z.object({
    variablesReference: z.number().int(),
    start: z.number().int().nonnegative().default(0),
    count: z.number().int().nonnegative().default(0),
  }),
  evaluate: z.object({ expression: z.string(), frameId: z.number().int().optional() }),
  variable: z.object({ variableName: z.string(), frameId: z.number().int().optional() }),
  copy: z.object({ srcVariableName: z.string(), dstVariableName: z.string(), srcFrameId: z.number().int() }),
  filters: z.object({ filters: z.array(z.string()).default([]) }),
} as const;

type Parameters = DebugRequest['arguments'];
type Command = (parameters: Parameters, attached: Debugger) => DebugBody | Promise<DebugBody>;

/** Answers the commands of a debugger: those of the protocol, and those that Jupyter adds. */
export class DebugCommands {
  private attached: Debugger | undefined;
  private readonly dumped = new Map<string, string>();

  constructor(private readonly emit: (event: string, body: DebugBody) => void) {}

  get debugger(): Debugger | undefined {
    return this.attached;
  }

  /** False for what the main thread has to answer. Its variables are asked for here only while it is paused. */
  isFor({ command, arguments: parameters }: DebugRequest): boolean {
    const isPaused = this.attached?.pause !== undefined;
    if (command === 'inspectVariables' || command === 'richInspectVariables') return isPaused;
    const reference = command === 'variables' ? parameters.variablesReference : undefined;
    return !(typeof reference === 'number' && reference < FIRST_REFERENCE);
  }

  /** Never rejects. */
  async answer(request: DebugRequest): Promise<DebugResponse> {
    const { command, arguments: parameters } = request;
    try {
      if (command === 'debugInfo') return responseTo(request, this.info());
      if (command === 'modules') return responseTo(request, NO_MODULES);
      if (command === 'initialize') return responseTo(request, await this.initialize());
      if (command === 'disconnect' || command === 'terminate') return responseTo(request, await this.disconnect());
      const answer = Object.hasOwn(this.commands, command) ? this.commands[command] : undefined;
      if (!answer) return refusalOf(request, `This kernel's debugger does not know ${command}.`);
      if (!this.attached) return refusalOf(request, `The debugger is off. Send initialize before ${command}.`);
      return responseTo(request, await answer(parameters, this.attached));
    } catch (error) {
      return refusalOf(request, error instanceof z.ZodError ? wordsOf(error) : messageOf(error));
    }
  }

  /** Lets a paused main thread run on. Calling it twice is fine. */
  async disconnect(): Promise<DebugBody> {
    const { attached } = this;
    this.attached = undefined;
    this.dumped.clear();
    await attached?.close();
    return {};
  }

  private async initialize(): Promise<DebugBody> {
    this.attached ??= await Debugger.start({
      onStop: (stop) => this.emit('stopped', bodyOfStop(stop)),
      onContinue: () => this.emit('continued', { threadId: THREAD.id, allThreadsContinued: true }),
    });
    return CAPABILITIES;
  }

  private info(): DebugBody {
    return {
      isStarted: this.attached !== undefined,
      ...CODE_PATHS,
      breakpoints: this.attached?.breakpoints.bySource ?? [],
      stoppedThreads: this.attached?.pause ? [THREAD.id] : [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: true,
    };
  }

  private readonly commands: Readonly<Record<string, Command>> = {
    attach: () => {
      this.emit('initialized', {});
      return {};
    },
    configurationDone: () => ({}),
    threads: () => ({ threads: [THREAD] }),
    dumpCell: (parameters) => {
      const { code } = schemas.code.parse(parameters);
      const sourcePath = codePath(code);
      this.dumped.set(sourcePath, code);
      return { sourcePath };
    },
    setBreakpoints: async (parameters, { breakpoints }) => {
      const wanted = schemas.breakpoints.parse(parameters);
      return { breakpoints: await breakpoints.replace(wanted.source.path, wanted.breakpoints) };
    },
    setExceptionBreakpoints: async (parameters, attached) => {
      const { filters } = schemas.filters.parse(parameters);
      await attached.pauseOnExceptions(filters.includes('all') ? 'all' : 'none');
      return {};
    },
    source: async (parameters, attached) => {
      const { source } = schemas.source.parse(parameters);
      return { content: await this.contentOf(source.path, attached), mimeType: 'text/typescript' };
    },
    stackTrace: (parameters, attached) => {
      const { startFrame, levels } = schemas.frames.parse(parameters);
      const { frames } = pauseOf(attached);
      const shown = frames.slice(startFrame, levels > 0 ? startFrame + levels : undefined);
      return { stackFrames: shown.map(stackFrame), totalFrames: frames.length };
    },
    scopes: async (parameters, attached) => {
      const pause = pauseOf(attached);
      const { frameId } = schemas.frame.parse(parameters);
      const { locals, closure, globals } = await pause.variablesOf(pause.frame(frameId));
      const scope = (name: string, variablesReference: number) =>
        variablesReference === 0 ? [] : [{ name, variablesReference, expensive: false }];
      return { scopes: [...scope('Locals', locals), ...scope('Closure', closure), ...scope('Globals', globals)] };
    },
    variables: async (parameters, { mainThread }) => {
      const { variablesReference, start, count } = schemas.variables.parse(parameters);
      const shown = count === 0 ? PARTS_AT_ONCE : count;
      return { variables: await mainThread.call('variables', variablesReference, start, shown) };
    },
    inspectVariables: async (_parameters, { mainThread }) => ({ variables: await mainThread.call('globals') }),
    richInspectVariables: async (parameters, attached) => {
      const pause = pauseOf(attached);
      const { variableName, frameId } = schemas.variable.parse(parameters);
      const { value } = await pause.evaluate(variableName, pause.frame(frameId));
      return { data: { 'text/plain': value }, metadata: {} };
    },
    evaluate: async (parameters, attached) => {
      const pause = pauseOf(attached);
      const { expression, frameId } = schemas.evaluate.parse(parameters);
      const { value, variablesReference } = await pause.evaluate(expression, pause.frame(frameId));
      return { result: value, variablesReference };
    },
    copyToGlobals: async (parameters, attached) => {
      const pause = pauseOf(attached);
      const { srcVariableName, dstVariableName, srcFrameId } = schemas.copy.parse(parameters);
      await pause.copyToGlobals(srcVariableName, pause.frame(srcFrameId), dstVariableName);
      return {};
    },
    continue: async (_parameters, attached) => {
      await attached.resume();
      return { allThreadsContinued: true };
    },
    pause: async (_parameters, attached) => {
      await attached.pauseNext();
      return {};
    },
    next: (_parameters, attached) => stepped(attached, 'Debugger.stepOver'),
    stepIn: (_parameters, attached) => stepped(attached, 'Debugger.stepInto'),
    stepOut: (_parameters, attached) => stepped(attached, 'Debugger.stepOut'),
  };

  private async contentOf(path: string, { userScripts }: Debugger): Promise<string> {
    const dumped = this.dumped.get(path);
    if (dumped !== undefined) return dumped;
    const script = (await userScripts.ofPath(path)).at(-1);
    return script ? script.code : readFile(path, 'utf8');
  }
}

function pauseOf({ pause }: Debugger): Pause {
  if (!pause) throw new Error('Nothing is paused.');
  return pause;
}

async function stepped(attached: Debugger, step: Step): Promise<DebugBody> {
  await attached.stepOn(step);
  return {};
}

function stackFrame({ id, name, script, place }: PausedFrame): object {
  const { line: row, column } = place ?? { line: 0, column: 0 };
  return { id, name, source: { name: script.title, path: script.path }, line: row + 1, column: column + 1 };
}

function bodyOfStop({ reason, text, breakpointIds }: Stop): DebugBody {
  return {
    reason,
    threadId: THREAD.id,
    allThreadsStopped: true,
    hitBreakpointIds: breakpointIds,
    ...(text !== undefined && { text, description: text }),
  };
}

function wordsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => [...path, message].join(': ')).join('. ');
}
