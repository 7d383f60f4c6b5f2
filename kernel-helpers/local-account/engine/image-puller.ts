import { join } from 'node:path';
import { writeJsonFile } from '../machine/private-files';
import type { ContainerEngine } from './container-engine';
import type { EngineNote } from './engine-note';

/** The registry that images are pulled from. */
export interface PulledRegistry {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Pulls images of the account's registry, each once. */
export class ImagePuller {
  private readonly pulled = new Map<string, Promise<string>>();

  /** @param directory gets the file with the registry's password, for the engine only */
  constructor(
    private readonly engine: ContainerEngine,
    private readonly note: EngineNote,
    private readonly registry: PulledRegistry,
    private readonly directory: string,
  ) {}

  /** Returns the image's name in the engine. */
  pull({ repository, digest }: { readonly repository: string; readonly digest: string }): Promise<string> {
    const reference = `${new URL(this.registry.url).host}/${repository}@${digest}`;
    const pulling = this.pulled.get(reference) ?? this.start(reference);
    this.pulled.set(reference, pulling);
    return pulling;
  }

  private start(reference: string): Promise<string> {
    const pulling = this.run(reference);
    // The next job may try again.
    pulling.catch(() => this.pulled.delete(reference));
    return pulling;
  }

  private async run(reference: string): Promise<string> {
    this.note.addImage(this.engine, reference);
    const { url, user, password } = this.registry;
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    const file = join(this.directory, 'config.json');
    writeJsonFile(file, { auths: { [new URL(url).host]: { auth } } });
    if (this.engine.name === 'podman') {
      await this.engine.run(['pull', '--quiet', '--tls-verify=false', '--authfile', file, reference]);
    } else {
      // Docker has no option for that file; its own folder also says which service the user chose.
      const host = await this.engine.run(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
      const environment = { DOCKER_CONFIG: this.directory, DOCKER_HOST: host };
      await this.engine.run(['pull', '--quiet', reference], environment);
    }
    return reference;
  }
}
