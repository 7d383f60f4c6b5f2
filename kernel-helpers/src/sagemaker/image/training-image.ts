import { INSPECT, MIME } from '../../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../../render/self-display';

export interface TrainingImageFacts {
  /**
   * What SageMaker starts, by digest, so that nothing else can take its place:
   * `<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:…`.
   */
  readonly uri: string;
  /** The image's tag in ECR, made of everything that decides the image. */
  readonly tag: string;
  /** Digest of the image's manifest in ECR. */
  readonly digest: string;
  /** `pushed`: layers in a registry. `registered`: the program's folder under an image's name. */
  readonly how: 'pushed' | 'registered';
  /** What XGBoost in the image can train on. Undefined for a registered image: it uses what this machine has. */
  readonly device?: 'cpu' | 'cuda';
}

/** A training image in ECR. It shows its repository and how it got there, but not the account. */
export class TrainingImage implements TrainingImageFacts {
  readonly uri: string;
  readonly tag: string;
  readonly digest: string;
  readonly how: 'pushed' | 'registered';
  readonly device?: 'cpu' | 'cuda';

  constructor(facts: TrainingImageFacts) {
    this.uri = facts.uri;
    this.tag = facts.tag;
    this.digest = facts.digest;
    this.how = facts.how;
    this.device = facts.device;
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    const repository = this.uri.replace(/^[^/]*\//, '').replace(/@.*$/, '');
    return this.how === 'pushed'
      ? `Training image ${repository}: built and pushed to ECR.`
      : `Training image ${repository}: registered, not built. The local account runs the program's folder itself.`;
  }
}

/** The URI of an image that is given as a TrainingImage or as text. */
export function imageUri(image: TrainingImage | string): string {
  return typeof image === 'string' ? image : image.uri;
}
