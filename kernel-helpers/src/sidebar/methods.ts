import type { MethodName } from '../sidebar-contract/index';
import { codeMethods } from './code-methods';
import { connectionMethods } from './connection-methods';
import { jobMethods } from './job-methods';
import type { Methods } from './method';
import { tableMethods } from './table-methods';

/** All that this kernel can answer. */
export const methods: Methods<MethodName> = {
  ...connectionMethods,
  ...tableMethods,
  ...codeMethods,
  ...jobMethods,
};
