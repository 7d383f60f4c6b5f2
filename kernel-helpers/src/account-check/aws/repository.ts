import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { containerDirectory } from '../../sagemaker/container-package';
import { imageTag } from '../../sagemaker/image/build-training-image';
import { REPOSITORY_NAME } from '../../story-names';
import { MODEL_MANIFEST_TYPE } from '../../training-contract/index';
import { type AccountCheck, failed, passed } from '../account-check';

const MISSING = ['RepositoryNotFoundException', 'ImageNotFoundException'];

/** Whether ECR holds the training image of this program, in the form that SageMaker takes for models. */
export const repositoryCheck: AccountCheck = {
  name: 'repository',
  proves: `the ECR repository ${REPOSITORY_NAME} may be looked at, and what image it holds`,
  needs: ['identity'],
  async run(account, signal) {
    const tag = await imageTag(containerDirectory());
    const { DescribeImagesCommand, DescribeRepositoriesCommand } = awsSdk.ecr();
    const ecr = awsClients.ecr();
    return callAws(`look into the ECR repository ${REPOSITORY_NAME}`, async () => {
      try {
        const options = { abortSignal: signal };
        const describe = new DescribeRepositoriesCommand({ repositoryNames: [REPOSITORY_NAME] });
        const { repositories } = await ecr.send(describe, options);
        const images = new DescribeImagesCommand({ repositoryName: REPOSITORY_NAME, imageIds: [{ imageTag: tag }] });
        const { imageDigest, imageManifestMediaType: form } = (await ecr.send(images, options)).imageDetails?.[0] ?? {};
        if (form !== MODEL_MANIFEST_TYPE) {
          return failed(
            `the image there has the form ${form}, which SageMaker refuses for models`,
            'Build it again with buildTrainingImage(), which says how.',
          );
        }
        account.imageUri = `${repositories?.[0]?.repositoryUri}@${imageDigest}`;
        return passed('it holds the training image of this program, in a form that SageMaker takes');
      } catch (error) {
        if (!MISSING.includes(awsErrorCode(error))) throw error;
        return passed('it does not hold the training image of this program yet; buildTrainingImage() builds it');
      }
    });
  },
};
