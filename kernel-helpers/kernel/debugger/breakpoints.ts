import { messageOf } from 'kernel-helpers/errors';
import type { MainThread } from './main-thread';
import type { BreakPlace, UserScript, UserScripts } from './user-scripts';

/** A breakpoint as a front end asks for it; lines count from 1. */
export interface WantedBreakpoint {
  readonly line: number;
  /** Pauses only where this is true: TypeScript that may use the notebook's names and those of the place. */
  readonly condition?: string | undefined;
}

/** https://microsoft.github.io/debug-adapter-protocol/specification#Types_Breakpoint */
export interface SetBreakpoint {
  readonly id: number;
  readonly line: number;
  readonly verified: boolean;
  readonly message?: string;
  readonly source: { readonly path: string };
}

/** The breakpoints of all sources, in the scripts that have run and in those that will. */
export class Breakpoints {
  private readonly wanted = new Map<string, readonly SetBreakpoint[]>();
  private readonly conditions = new Map<number, string>();
  /** V8's own ids by the path of the source. */
  private readonly set = new Map<string, string[]>();
  private readonly ids = new Map<string, number>();
  private lastId = 0;

  constructor(
    private readonly main: MainThread,
    private readonly scripts: UserScripts,
  ) {}

  /** All breakpoints by source, as `debugInfo` shows them. */
  get bySource(): readonly { readonly source: string; readonly breakpoints: readonly { readonly line: number }[] }[] {
    return [...this.wanted]
      .filter(([, points]) => points.length > 0)
      .map(([source, points]) => ({ source, breakpoints: points.map(({ line }) => ({ line })) }));
  }

  /** Replaces the breakpoints of a source. What has no code yet is believed until the cell runs. */
  async replace(path: string, wanted: readonly WantedBreakpoint[]): Promise<readonly SetBreakpoint[]> {
    await this.clear(path);
    const scripts = await this.scripts.ofPath(path);
    const newest = scripts.at(-1);
    const points: SetBreakpoint[] = [];
    for (const { line, condition } of wanted) {
      this.lastId += 1;
      if (condition) this.conditions.set(this.lastId, condition);
      points.push(await this.adjusted({ id: this.lastId, line, verified: true, source: { path } }, newest));
    }
    this.wanted.set(path, points);
    for (const script of scripts) await this.bind(script);
    return this.wanted.get(path) ?? [];
  }

  /** Sets the breakpoints of a script's source in it. */
  async bind(script: UserScript): Promise<void> {
    for (const point of this.wanted.get(script.path) ?? []) {
      const place = await this.placeOf(script, point.line);
      if (place) await this.bindAt(script, point, place);
    }
  }

  /** The ids of those that V8 has hit. */
  idsOf(hit: readonly string[]): readonly number[] {
    return hit.flatMap((id) => this.ids.get(id) ?? []);
  }

  private async clear(path: string): Promise<void> {
    const set = this.set.get(path) ?? [];
    this.set.delete(path);
    for (const breakpointId of set) await this.main.session.post('Debugger.removeBreakpoint', { breakpointId });
  }

  private async adjusted(point: SetBreakpoint, script: UserScript | undefined): Promise<SetBreakpoint> {
    if (!script) return point;
    const place = await this.placeOf(script, point.line);
    if (place) return { ...point, line: place.source.line + 1 };
    return { ...point, verified: false, message: 'No code at this line or below it can pause.' };
  }

  /** The first place of a line, or of the next line that has code. */
  private async placeOf(script: UserScript, line: number): Promise<BreakPlace | undefined> {
    const below = (await this.scripts.breakPlacesOf(script)).filter(({ source }) => source.line >= line - 1);
    return below.reduce<BreakPlace | undefined>(
      (nearest, place) => (nearest && nearest.source.line <= place.source.line ? nearest : place),
      undefined,
    );
  }

  private async bindAt(script: UserScript, point: SetBreakpoint, { at, source }: BreakPlace): Promise<void> {
    const condition = this.conditions.get(point.id);
    try {
      const { path, code, isCell } = script;
      const place = { path, code, isCell, ...source };
      const compiled = condition === undefined ? undefined : await this.main.call('condition', condition, place);
      const { breakpointId } = await this.main.session.post('Debugger.setBreakpoint', {
        location: at,
        ...(compiled !== undefined && { condition: holds(compiled) }),
      });
      this.ids.set(breakpointId, point.id);
      this.set.set(script.path, [...(this.set.get(script.path) ?? []), breakpointId]);
    } catch (error) {
      this.refuse(script.path, point.id, messageOf(error));
    }
  }

  private refuse(path: string, id: number, message: string): void {
    // Two breakpoints that moved to one line are one for V8.
    if (message.includes('already exists')) return;
    const points = this.wanted.get(path) ?? [];
    this.wanted.set(
      path,
      points.map((point) => (point.id === id ? { ...point, verified: false, message } : point)),
    );
  }
}

/** V8 would pass over a condition that throws, and nobody would see why. */
function holds(evaluable: string): string {
  return `(() => { try { return ${evaluable}?.[0]; } catch { return true; } })()`;
}
