import { type AwsGate, startAwsGate } from '../../../support/aws-gate';
import { withEnvironment } from '../../../support/with-environment';
import { type LocalServices, startLocalServices } from '../../local-account/support/local-services';

/** SageMaker and the other services of a local account, each behind a gate that tests can close. */
export interface GatedServices {
  readonly services: LocalServices;
  readonly sageMaker: AwsGate;
  readonly otherServices: AwsGate;
  close(): Promise<void>;
}

/** Starts them, and makes them the accounts of this process. */
export async function startGatedServices(environment: NodeJS.ProcessEnv = {}): Promise<GatedServices> {
  const services = await startLocalServices({ stopGraceSeconds: 1 });
  const sageMaker = await startAwsGate(services.url);
  const otherServices = await startAwsGate(services.account.endpoint);
  const restore = withEnvironment({
    AWS_ENDPOINT_URL: otherServices.url,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
    AWS_REGION: services.account.region,
    AWS_ACCESS_KEY_ID: services.account.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: services.account.credentials.secretAccessKey,
    ...environment,
  });
  const close = async () => {
    restore();
    await otherServices.close();
    await sageMaker.close();
    await services.close();
  };
  return { services, sageMaker, otherServices, close };
}
