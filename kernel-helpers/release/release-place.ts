/** A folder in a bucket, in which each version of the release has a folder of its own. */
export interface ReleasePlace {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket itself. */
  readonly prefix: string;
}

/** Reads `s3://bucket/prefix`; undefined if it has another form. */
export function parsePlace(text: string): ReleasePlace | undefined {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') };
}

/** The key of a file of a release. */
export function keyOf({ prefix }: ReleasePlace, version: string, file: string): string {
  return [...(prefix === '' ? [] : [prefix]), version, file].join('/');
}
