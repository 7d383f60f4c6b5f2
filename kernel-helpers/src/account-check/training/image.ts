import { inProgram } from '../../program-surroundings';
import { buildImage } from '../../sagemaker/image/build-training-image';
import { type AccountCheck, passed } from '../account-check';

/** Whether the training image can be built here and pushed. It stays in ECR, because the notebooks use the same one. */
export const imageCheck: AccountCheck = {
  name: 'image',
  proves: 'the training image can be built here and pushed to ECR, where it stays: the notebooks use the same one',
  needs: ['repository'],
  uses: { imageMonths: 1 },
  limitSeconds: 1800,
  async run(account, signal) {
    if (account.imageUri !== undefined) return passed('it is in ECR already');
    const image = await buildImage({}, inProgram(signal));
    account.imageUri = image.uri;
    account.made.keep('the training image in ECR, which the notebooks use as well; a few cents a month');
    return passed(image.how);
  },
};
