import type { JobDetail } from '../../sidebar-contract/index';

/** What one description of SageMaker says about a job; the rest of the detail comes from elsewhere. */
export type DescribedJob = Omit<JobDetail, 'isLocal' | 'maker' | 'consoleUrl'>;
