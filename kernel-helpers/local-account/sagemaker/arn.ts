/** The kinds of things that the local SageMaker keeps, as their ARNs spell them. */
export type ArnKind = 'training-job' | 'model' | 'endpoint-config' | 'endpoint';

/** Makes and reads the ARNs of one account and region. SageMaker writes names in lower case there. */
export class Arns {
  private readonly prefix: string;

  constructor(
    readonly region: string,
    accountId: string,
  ) {
    this.prefix = `arn:aws:sagemaker:${region}:${accountId}:`;
  }

  of(kind: ArnKind, name: string): string {
    return `${this.prefix}${kind}/${name.toLowerCase()}`;
  }
}
