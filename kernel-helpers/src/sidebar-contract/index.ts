// What the sidebar's page and the kernel say to each other. Both sides parse what they receive with these schemas.

export * from '../error-json';
export * from '../error-reason';
export * from './connection';
export * from './jobs';
export * from './methods';
export * from './names';
export * from './page-of';
export * from './recording';
export * from './tables';
export * from './variables';
export * from './wire';
