import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { keep, markUsed } from '../downloads/kept-file';
import { digestOf } from '../registry/digest';
import type { Layer } from './write-layer';

const factsSchema = z.object({ title: z.string(), digest: z.string(), diffId: z.string(), size: z.number() });

/**
 * A layer that takes seconds to compress, made once for the same inputs. Its digests are checked at every use; what does
 * not agree is made anew.
 * @param folder folder of kept downloads
 * @param inputs everything that decides the layer
 */
export async function keptLayer(folder: string, inputs: unknown, make: () => Promise<Layer>): Promise<Layer> {
  const name = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
  const [facts, archive] = [join(folder, 'layers', `${name}.json`), join(folder, 'layers', `${name}.tar.gz`)];
  const kept = await readGenuine(facts, archive);
  if (kept !== undefined) {
    await Promise.all([markUsed(facts), markUsed(archive)]);
    return kept;
  }
  const { content, ...made } = await make();
  await keep(archive, content);
  await keep(facts, Buffer.from(JSON.stringify(made)));
  return { ...made, content };
}

async function readGenuine(facts: string, archive: string): Promise<Layer | undefined> {
  try {
    const [text, content] = await Promise.all([readFile(facts, 'utf8'), readFile(archive)]);
    const known = factsSchema.parse(JSON.parse(text));
    const isGenuine = digestOf(content) === known.digest && digestOf(await promisify(gunzip)(content)) === known.diffId;
    return isGenuine ? { ...known, content } : undefined;
  } catch {
    // Nothing is kept yet, or it is damaged: it is made from its inputs.
    return undefined;
  }
}
