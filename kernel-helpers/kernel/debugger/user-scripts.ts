import type { Debugger } from 'node:inspector';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codePath } from './code-path';
import type { MainThread } from './main-thread';
import { type Position, ScriptPositions } from './script-positions';

/** A script whose source the user wrote: a cell, or a file that a cell imports. */
export interface UserScript {
  readonly id: string;
  /** The path by which front ends know it. */
  readonly path: string;
  readonly title: string;
  readonly code: string;
  readonly isCell: boolean;
  readonly positions: ScriptPositions;
}

/** A place where V8 can pause, and where that is in the source. */
export interface BreakPlace {
  readonly at: Debugger.Location;
  readonly source: Position;
}

const CELL = /\/cell-\d+\.ts$/;
const PACKAGES = /\/node_modules\//;
/** The folder of the package that this kernel is a part of. */
const KERNEL = pathToFileURL(dirname(dirname(dirname(__dirname)))).href;

/** Patterns for V8 of what is not the user's: it steps over it, and never pauses in it. */
export const FOREIGN_SCRIPTS: readonly string[] = [
  '^node:',
  '^(?!file:)',
  PACKAGES.source,
  `^${KERNEL.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/(?!.*${CELL.source})`,
];

/** The scripts of the user that V8 knows, each read when it is first asked for. */
export class UserScripts {
  private readonly urls = new Map<string, string>();
  private readonly known = new Map<string, Promise<UserScript | undefined>>();
  private readonly places = new Map<string, Promise<readonly BreakPlace[]>>();

  constructor(private readonly main: MainThread) {}

  /** Call for each script that V8 has parsed. */
  add(id: string, url: string): void {
    const isForeign = FOREIGN_SCRIPTS.some((pattern) => new RegExp(pattern).test(url));
    if (url !== '' && !isForeign) this.urls.set(id, url);
  }

  /** Undefined for a script that is not the user's. */
  find(id: string): Promise<UserScript | undefined> {
    return remembered(this.known, id, () => this.read(id));
  }

  /** All scripts of a source; a cell that ran twice has two. */
  async ofPath(path: string): Promise<readonly UserScript[]> {
    const scripts = await Promise.all([...this.urls.keys()].map((id) => this.find(id)));
    return scripts.filter((script) => script !== undefined).filter((script) => script.path === path);
  }

  /** The places where a script can pause, in the order of the script. */
  breakPlacesOf(script: UserScript): Promise<readonly BreakPlace[]> {
    return remembered(this.places, script.id, () => this.readPlaces(script));
  }

  private async read(id: string): Promise<UserScript | undefined> {
    const url = this.urls.get(id);
    if (url === undefined) return undefined;
    const source = await this.main.call('sourceOf', url);
    if (source) {
      const { title, code, sourceMap } = source;
      const isCell = CELL.test(url);
      const path = isCell ? codePath(code) : pathOf(url);
      return { id, path, title, code, isCell, positions: new ScriptPositions(sourceMap, code.split('\n').length) };
    }
    const { scriptSource } = await this.main.session.post('Debugger.getScriptSource', { scriptId: id });
    const path = pathOf(url);
    return {
      id,
      path,
      title: path,
      code: scriptSource,
      isCell: false,
      positions: new ScriptPositions(undefined, Number.POSITIVE_INFINITY),
    };
  }

  private async readPlaces({ id, positions }: UserScript): Promise<readonly BreakPlace[]> {
    const start = { scriptId: id, lineNumber: 0, columnNumber: 0 };
    const { locations } = await this.main.session.post('Debugger.getPossibleBreakpoints', { start });
    return locations.flatMap((at) => {
      const source = positions.sourceOf({ line: at.lineNumber, column: at.columnNumber ?? 0 });
      return source ? [{ at, source }] : [];
    });
  }
}

function pathOf(url: string): string {
  return fileURLToPath(url.replace(/[?#].*$/, ''));
}

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key) ?? make();
  memory.set(key, known);
  return known;
}
