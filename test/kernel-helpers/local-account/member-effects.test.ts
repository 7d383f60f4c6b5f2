import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  MEMBER_EFFECTS,
  type MemberEffect,
} from '../../../kernel-helpers/local-account/sagemaker/constraints/member-effects';
import table from '../../../kernel-helpers/local-account/sagemaker/constraints/sagemaker.facts.json';
import { factsSchema } from '../../../kernel-helpers/local-account/sagemaker/constraints/shape';
import { ROOT } from '../../support/clone';

const { operations, shapes } = factsSchema.parse(table);
const OPERATIONS = Object.entries<Readonly<Record<string, MemberEffect>>>(MEMBER_EFFECTS);

/** The members of a shape, or of a list's items. */
function membersOf(shapeName: string): readonly (readonly [string, string])[] {
  const shape = shapes[shapeName];
  if (shape.type === 'list') return membersOf(shape.member);
  return shape.type === 'structure' ? Object.entries(shape.members) : [];
}

test.each(OPERATIONS)('the effect of every member that AWS knows for %s is decided', (operation, effects) => {
  const judged = Object.keys(effects);
  const structures = new Set(judged.filter((path) => path.includes('.')).map((path) => path.split('.')[0]));
  const known = membersOf(operations[operation]).flatMap(([member, shape]) => [
    member,
    ...(structures.has(member) ? membersOf(shape).map(([inner]) => `${member}.${inner}`) : []),
  ]);

  expect(judged.toSorted()).toEqual(known.toSorted());
});

test('every operation that makes something is in the table', () => {
  const making = Object.keys(operations).filter((name) => name.startsWith('Create'));

  expect(Object.keys(MEMBER_EFFECTS)).toEqual(expect.arrayContaining(making));
});

test('the README lists everything that is accepted but has no effect', () => {
  const readme = readFileSync(join(ROOT, 'kernel-helpers/local-account/README.md'), 'utf8');
  const lineOf = (beginning: string) => readme.split('\n').find((line) => line.includes(beginning)) ?? '';
  const listed = (line: string) => [...line.matchAll(/`([\w.]+)`/g)].map(([, path]) => path);
  const withEffect = (effect: MemberEffect, operation: string) =>
    OPERATIONS.filter(([name]) => name === operation).flatMap(([, effects]) =>
      Object.keys(effects).filter((path) => effects[path] === effect),
    );

  expect(listed(lineOf('- a training job: '))).toEqual(withEffect('none', 'CreateTrainingJob'));
  expect(listed(lineOf('- a model: '))).toEqual(withEffect('none', 'CreateModel'));
  expect(listed(lineOf('- an endpoint configuration: '))).toEqual(withEffect('none', 'CreateEndpointConfig'));
  expect(listed(lineOf('- an endpoint: '))).toEqual(withEffect('none', 'CreateEndpoint'));
  expect(listed(lineOf('besides size, speed and price'))).toEqual(
    ['CreateTrainingJob', 'CreateEndpointConfig'].flatMap((operation) => withEffect('size', operation)),
  );
});
