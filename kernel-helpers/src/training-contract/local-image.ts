/**
 * On the local account without a container engine an "image" is the built `container/` folder.
 * Its manifest in ECR has these annotations; the local SageMaker reads them and runs the folder.
 */
export const LOCAL_IMAGE_ANNOTATIONS = {
  /** Absolute path of the program's folder. */
  directory: 'local-account.image.directory',
  /** SHA-256 over the program's files, checked before a host starts. */
  digest: 'local-account.image.digest',
} as const;

/** What a host runs, relative to the image's folder, followed by `train` or `serve`. */
export const IMAGE_PROGRAM = 'dist/main.js';

/**
 * The form of image that SageMaker takes for models: docker's image manifest, version 2, schema 2. Its CreateModel
 * refuses OCI's forms, which BuildKit, podman and buildah write by default
 * (https://github.com/aws/amazon-sagemaker-feedback/issues/180).
 */
export const MODEL_MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
