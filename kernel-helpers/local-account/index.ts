export { type SageMaker, type SageMakerOptions, startSageMaker } from './sagemaker/index';
