import { z } from 'zod';
import { InternalError } from '../../errors';

/** What the Dockerfile says about the image, so that both ways of building agree. */
export interface DockerfileFacts {
  /** The pinned base image. */
  readonly base: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
}

const entrypointSchema = z.array(z.string()).min(1);

/** Reads `ARG NODE_IMAGE=…`, and `ENV` and `ENTRYPOINT` of the last stage. */
export function parseDockerfile(text: string): DockerfileFacts {
  const base = /^ARG NODE_IMAGE=(\S+)$/m.exec(text)?.[1];
  const lastStage = text.slice(text.lastIndexOf('\nFROM '));
  const entrypoint = /^ENTRYPOINT (\[.+\])$/m.exec(lastStage)?.[1];
  if (base === undefined || entrypoint === undefined) {
    throw new InternalError(
      "container/Dockerfile names no base image in ARG NODE_IMAGE, or has no ENTRYPOINT in JSON's form.",
    );
  }
  return {
    base,
    environment: Object.fromEntries(
      [...lastStage.matchAll(/^ENV (\w+)=(\S*)$/gm)].map(([, name, value]) => [name, value]),
    ),
    entrypoint: entrypointSchema.parse(JSON.parse(entrypoint)),
  };
}
