/** The longest template that a request itself may hold, in bytes (API reference of CloudFormation, CreateStack). */
export const MOST_TEMPLATE_BYTES = 51_200;
