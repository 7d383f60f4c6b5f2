import { describe, expect, test } from '@jest/globals';
import { checkpointProblems } from 'container/training/checkpoint-file';
import { trainingIdentity } from 'container/training/resume-training';

describe('a checkpoint', () => {
  const share = { features: ['A', 'B'], target: 'T', categories: { B: ['x', 'y'] }, classes: ['no', 'yes'] };
  const facts = { rounds: 5, metrics: {}, belongsTo: trainingIdentity(share, { eta: 0.3, num_round: 5 }) };

  test.each([
    ['more rounds and threads', share, { num_round: 9, nthread: 2 }, []],
    ['other words of a column', { ...share, categories: { B: ['y'] } }, {}, [/^categories is \{"B":\["y"\]\} and was/]],
    ['other classes', { ...share, classes: ['yes', 'no'] }, {}, [/^classes is \["yes","no"\] and was \["no","yes"\]$/]],
    ['other features', { ...share, features: ['A'] }, {}, [/^features is \["A"\] and was/]],
  ] as const)('and a training with %s', (_what, other, hyperparameters, problems) => {
    const found = checkpointProblems(facts, trainingIdentity(other, { eta: 0.3, ...hyperparameters }));

    expect(found).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });
});
