import { Recording } from 'kernel-helpers/sidebar-contract/index';

const BEGAN = Date.parse('2026-05-01T10:00:00Z');

/** ISO 8601, so many seconds after the recording began. */
export function at(seconds: number): string {
  return new Date(BEGAN + seconds * 1000).toISOString();
}

const none = { answeredAt: 1, askedAt: 1 };
const table = (name: string) => ({
  path: ['DB', 'S', name],
  name,
  kind: 'table',
  comment: '',
  isYours: true,
  rows: 3,
  bytes: 100,
});
const job = (name: string, createdAt: string) => ({
  kind: 'training',
  name,
  status: 'completed',
  serviceStatus: 'Completed',
  createdAt,
  endedAt: at(300),
});

/** A recording of five minutes: an old job, and one that starts after a minute and runs for four. */
export const smallRecording: Recording = Recording.parse({
  format: 'tables-and-jobs recording',
  version: 1,
  title: 'A small account',
  beganAt: at(0),
  exchanges: [
    {
      method: 'snowflakeAccount',
      params: {},
      ...none,
      result: { isLocal: false, account: 'org-acme', user: 'ALICE', role: 'READER' },
    },
    {
      method: 'roles',
      params: {},
      ...none,
      result: [
        { name: 'READER', isCurrent: true },
        { name: 'WRITER', isCurrent: false },
      ],
    },
    {
      method: 'databases',
      params: {},
      ...none,
      result: { items: [{ path: ['DB'], name: 'DB', comment: '', isCurrent: true }] },
    },
    {
      method: 'tables',
      params: { path: ['DB', 'S'], limit: 2 },
      ...none,
      result: { items: [table('HOUSES'), table('ROOMS')], next: 'ROOMS' },
    },
    {
      method: 'tables',
      params: { path: ['DB', 'S'], limit: 2, after: 'ROOMS' },
      ...none,
      result: { items: [table('STREETS')] },
    },
    {
      method: 'tables',
      params: { path: ['DB', 'SECRET'] },
      ...none,
      error: {
        kind: 'user',
        reason: 'not-authorised',
        name: 'UserError',
        message: 'Role READER may not see it.',
        advice: 'Ask.',
        facts: {},
      },
    },
    {
      method: 'preview',
      params: { path: ['DB', 'S', 'HOUSES'], limit: 100 },
      ...none,
      result: {
        columns: [{ name: 'PRICE', type: 'NUMBER', isNumeric: true }],
        rows: [['9'], [null], ['10']],
        isCut: false,
        seconds: 0.1,
      },
    },
    {
      method: 'jobs',
      params: { kind: 'training' },
      ...none,
      result: { items: [job('new', at(60)), job('old', at(-3600))] },
    },
    {
      method: 'jobs',
      params: { kind: 'endpoint' },
      ...none,
      result: {
        items: [{ ...job('houses', at(-60)), kind: 'endpoint', status: 'in-service', serviceStatus: 'InService' }],
      },
    },
    {
      method: 'jobFacts',
      params: { jobs: [{ kind: 'training', name: 'new' }] },
      ...none,
      result: [{ kind: 'training', name: 'new', hosts: 1, startedAt: at(120), endedAt: at(300), billableSeconds: 180 }],
    },
    {
      method: 'job',
      params: { kind: 'training', name: 'new' },
      ...none,
      result: {
        summary: job('new', at(60)),
        facts: { kind: 'training', name: 'new', endedAt: at(300), billableSeconds: 180 },
        arn: 'arn:new',
        isLocal: false,
        phases: [
          { status: 'Starting', message: '', startedAt: at(60) },
          { status: 'Training', message: '', startedAt: at(120) },
        ],
        hyperparameters: {},
        finalMetrics: [{ metric: 'rmse', value: 1 }],
      },
    },
    {
      method: 'followJob',
      params: { name: 'new' },
      askedAt: 61,
      answeredAt: 301,
      result: {},
      events: [
        { at: 61, event: { sequence: 0, events: [{ type: 'status', at: at(60), status: 'Starting', message: '' }] } },
        { at: 180, event: { sequence: 1, events: [{ type: 'log', at: at(180), host: 'algo-1', line: 'one' }] } },
        {
          at: 301,
          event: {
            sequence: 2,
            events: [
              { type: 'log', at: at(240), host: 'algo-1', line: 'two' },
              { type: 'finished', at: at(300), status: 'Completed', secondaryStatus: 'Completed' },
            ],
          },
        },
      ],
    },
  ],
});
