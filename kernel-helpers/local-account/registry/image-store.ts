import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder, writePrivateFile } from '../machine/private-files';

const DIGEST = /^sha256:([0-9a-f]{64})$/;

export interface StoredManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/**
 * Images in a folder: `blobs/<hex>` holds the bytes of layers, configurations and manifests, each once; below
 * `repositories/<name>/` an empty file for each blob that the repository holds, a file with the media type for each
 * manifest, and a file with the digest for each tag.
 */
export class ImageStore {
  private readonly blobs: string;
  private readonly repositories: string;

  constructor(directory: string) {
    this.blobs = join(directory, 'blobs');
    this.repositories = join(directory, 'repositories');
    makePrivateFolder(this.blobs);
    makePrivateFolder(this.repositories);
  }

  /** The file of a blob that the repository holds, and its size in bytes; undefined when it does not hold it. */
  findBlob(repository: string, digest: string): { readonly path: string; readonly size: number } | undefined {
    const note = this.noteOf(repository, 'blobs', hexOf(digest));
    if (note === undefined || !existsSync(note)) return undefined;
    const path = join(this.blobs, hexOf(digest) ?? '');
    return { path, size: statSync(path).size };
  }

  /** Takes a file whose digest was checked. */
  async keepBlob(repository: string, digest: string, file: string): Promise<void> {
    await rename(file, join(this.blobs, hexOf(digest) ?? ''));
    this.note(repository, 'blobs', hexOf(digest), '');
  }

  /** Lets a repository hold what another one holds; false when that one does not hold it. */
  mountBlob(repository: string, digest: string, from: string): boolean {
    if (this.findBlob(from, digest) === undefined) return false;
    this.note(repository, 'blobs', hexOf(digest), '');
    return true;
  }

  /** A manifest by its digest or tag. */
  findManifest(repository: string, reference: string): StoredManifest | undefined {
    const tagged = DIGEST.test(reference) ? reference : readIfThere(this.noteOf(repository, 'tags', reference));
    const hex = hexOf(tagged ?? '');
    const mediaType = readIfThere(this.noteOf(repository, 'manifests', hex));
    if (hex === undefined || mediaType === undefined) return undefined;
    return { digest: `sha256:${hex}`, mediaType, content: readFileSync(join(this.blobs, hex)) };
  }

  /** @param tag undefined: the manifest is known by its digest only. */
  keepManifest(repository: string, { digest, mediaType, content }: StoredManifest, tag: string | undefined): void {
    writePrivateFile(join(this.blobs, hexOf(digest) ?? ''), content.toString('utf8'));
    this.note(repository, 'manifests', hexOf(digest), mediaType);
    if (tag !== undefined) this.note(repository, 'tags', tag, digest);
  }

  private note(repository: string, kind: NoteKind, name: string | undefined, content: string): void {
    const path = this.noteOf(repository, kind, name);
    if (path !== undefined) writePrivateFile(path, content);
  }

  private noteOf(repository: string, kind: NoteKind, name: string | undefined): string | undefined {
    // A repository's name has slashes and never a percent sign, so this is one folder, and another for each name.
    return name === undefined ? undefined : join(this.repositories, encodeURIComponent(repository), kind, name);
  }
}

type NoteKind = 'blobs' | 'manifests' | 'tags';

export function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Undefined for text that is not a SHA-256 digest. */
function hexOf(digest: string): string | undefined {
  return DIGEST.exec(digest)?.[1];
}

function readIfThere(path: string | undefined): string | undefined {
  return path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
