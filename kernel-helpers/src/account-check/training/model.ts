import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { deleteModel } from '../../sagemaker/endpoint/endpoint-api';
import { executionRole } from '../../sagemaker/execution-role';
import { makerTag } from '../../sagemaker/maker/maker';
import { newJobName } from '../../sagemaker/names';
import { allTags } from '../../sagemaker/resource-tags';
import { type AccountCheck, passed, unknown } from '../account-check';

/**
 * Whether SageMaker takes the image for a model: it looks at the form of the image, and whether the role may pull it.
 * A model is only a registration, and costs nothing.
 */
export const modelCheck: AccountCheck = {
  name: 'model',
  proves: 'SageMaker makes a model of this image and role, which is deleted again; it refuses some forms of images',
  needs: ['role', 'repository'],
  async run(account, signal) {
    if (account.imageUri === undefined) return unknown('there is no image in ECR yet');
    const name = newJobName('check', new Date());
    account.made.add({
      what: `model ${name}`,
      byHand: `aws sagemaker delete-model --model-name ${name}`,
      remove: () => deleteModel(name),
    });
    const { CreateModelCommand } = awsSdk.sageMaker();
    const command = new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: await executionRole(),
      PrimaryContainer: { Image: account.imageUri },
      Tags: allTags({}, await makerTag(signal)),
    });
    await callAws('register a model', () => awsClients.sageMaker().send(command, { abortSignal: signal }));
    return passed('SageMaker took the image');
  },
};
