import { z } from 'zod';
import { UserError } from '../../../errors';

/** What a container gets from its image (https://github.com/moby/docker-image-spec, version 1.3; OCI's is the same). */
const configSchema = z.object({
  architecture: z.string(),
  os: z.string(),
  config: z.looseObject({ Env: z.array(z.string()).nullish() }).default({}),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(z.string()) }),
  history: z.array(z.record(z.string(), z.unknown())).default([]),
});

/** A layer that an image adds to its base. */
export interface AddedLayer {
  /** Digest of the archive before it is compressed. */
  readonly diffId: string;
  /** What it holds, for those who look at the image's history. */
  readonly title: string;
}

export interface AddedSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
}

/** Files and history carry this time, so that the same inputs give the same image. */
const EPOCH = '1970-01-01T00:00:00Z';

/** The configuration of an image that adds layers and settings to a base image; as text, because its bytes are named. */
export function configOnTopOf(base: unknown, layers: readonly AddedLayer[], settings: AddedSettings): string {
  const parsed = configSchema.safeParse(base);
  if (!parsed.success || parsed.data.os !== 'linux' || parsed.data.architecture !== 'amd64') {
    throw new UserError('The base image is not one for linux/amd64. Name another one.', { cause: parsed.error });
  }
  const { architecture, os, config, rootfs, history } = parsed.data;
  // The base's command would follow the entrypoint as arguments. SageMaker appends its own: `train` or `serve`.
  const { Cmd: _command, ...kept } = config;
  return JSON.stringify({
    architecture,
    os,
    created: EPOCH,
    config: {
      ...kept,
      Env: mergedEnvironment(config.Env ?? [], settings.environment),
      Entrypoint: settings.entrypoint,
    },
    rootfs: { type: 'layers', diff_ids: [...rootfs.diff_ids, ...layers.map(({ diffId }) => diffId)] },
    history: [...history, ...layers.map(({ title }) => ({ created: EPOCH, created_by: title }))],
  });
}

function mergedEnvironment(base: readonly string[], added: Readonly<Record<string, string>>): readonly string[] {
  const isAdded = (entry: string): boolean => entry.split('=', 1)[0] in added;
  return [
    ...base.filter((entry) => !isAdded(entry)),
    ...Object.entries(added).map(([name, value]) => `${name}=${value}`),
  ];
}
