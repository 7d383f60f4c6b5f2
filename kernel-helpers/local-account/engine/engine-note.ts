import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writeJsonFile } from '../machine/private-files';
import { ContainerEngine, ENGINE_NAMES } from './container-engine';

const noteSchema = z.object({ engine: z.enum(ENGINE_NAMES), images: z.array(z.string()) });
type Note = z.infer<typeof noteSchema>;

/**
 * What an account may have left in an engine: a file that is there while it runs containers. The containers and
 * networks themselves carry the account's label.
 */
export class EngineNote {
  constructor(
    private readonly path: string,
    /** The account's folder, which is its label's value. */
    private readonly directory: string,
  ) {}

  /** `name=value` of everything that this account makes in an engine. */
  get label(): string {
    return `local-account=${this.directory}`;
  }

  /** Notes the engine, before anything is made in it. */
  begin(engine: ContainerEngine): void {
    writeJsonFile(this.path, { engine: engine.name, images: this.read()?.images ?? [] } satisfies Note);
  }

  /** Notes an image, before it is pulled. */
  addImage(engine: ContainerEngine, image: string): void {
    const images = [...new Set([...(this.read()?.images ?? []), image])];
    writeJsonFile(this.path, { engine: engine.name, images } satisfies Note);
  }

  /** Removes all that is there, and the note; returns how many containers there were. */
  async removeAll(): Promise<number> {
    const note = this.read();
    if (note === undefined) return 0;
    const engine = new ContainerEngine(note.engine);
    const filter = ['--filter', `label=${this.label}`];
    const containers = linesOf(await engine.run(['ps', '--all', '--quiet', '--no-trunc', ...filter]));
    if (containers.length > 0) await engine.run(['rm', '--force', ...containers]);
    for (const network of linesOf(await engine.run(['network', 'ls', '--quiet', ...filter])))
      await engine.run(['network', 'rm', network]);
    // An image that was not pulled after all, or that another container uses, cannot be removed.
    for (const image of note.images) await engine.run(['rmi', image]).catch(() => undefined);
    rmSync(this.path, { force: true });
    return containers.length;
  }

  private read(): Note | undefined {
    if (!existsSync(this.path)) return undefined;
    const note = noteSchema.safeParse(JSON.parse(readFileSync(this.path, 'utf8')));
    return note.data;
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
