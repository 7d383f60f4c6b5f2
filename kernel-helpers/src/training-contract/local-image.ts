/**
 * On the local account without a container engine an "image" is the built `container/` folder.
 * Its manifest in ECR is a real OCI manifest with these annotations; the local SageMaker reads them and runs the folder.
 */
export const LOCAL_IMAGE_ANNOTATIONS = {
  /** Absolute path of the program's folder. */
  directory: 'local-account.image.directory',
  /** SHA-256 over the program's files, checked before a host starts. */
  digest: 'local-account.image.digest',
} as const;

/** What a host runs, relative to the image's folder, followed by `train` or `serve`. */
export const IMAGE_PROGRAM = 'dist/main.js';
