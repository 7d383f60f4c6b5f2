import type { Surroundings } from '../../surroundings';
import type { OwnRegistry } from './own-registry';
import { type Blob, holdsBlob, mountBlob, type OnBytes, pushBlob } from './registry/blob';

/** A layer, or the configuration, on its way to the registry. */
export interface SentLayer extends Blob {
  /** What it is, for the line that shows how far it has come. */
  readonly title: string;
  /** A repository of the same registry that holds it. */
  readonly from?: string;
  /** Asked for only where the registry does not hold it. */
  content(onBytes: OnBytes): Promise<Uint8Array>;
}

/** Sends what the repository does not hold yet, all at the same time; each shows its own line. */
export async function pushLayers(
  own: OwnRegistry,
  layers: readonly SentLayer[],
  { progress }: Surroundings,
): Promise<void> {
  const results = await Promise.allSettled(
    layers.map(async (layer) => {
      const line = progress(`Pushing ${layer.title}`);
      try {
        await pushLayer(own, layer, (text) => line.report(text));
      } finally {
        line.close();
      }
    }),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function pushLayer(
  { registry, repository }: OwnRegistry,
  layer: SentLayer,
  report: (text: string) => void,
): Promise<void> {
  if (await holdsBlob(registry, repository, layer)) return;
  if (layer.from !== undefined && (await mountBlob(registry, repository, layer, layer.from))) return;
  const told = (what: string) => (done: number) => report(`${what} ${megabytes(done)} of ${megabytes(layer.size)} MB`);
  const content = await layer.content(told('downloaded'));
  await pushBlob(registry, repository, layer.digest, content, told('sent'));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
