import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { show } from 'kernel-helpers/display/show';
import { slider } from 'kernel-helpers/widgets/make-widget';
import type { SliderOptions } from 'kernel-helpers/widgets/slider';
import { captureStdout } from '../../support/capture-stdout';
import { thrownBy } from '../../support/thrown-by';

describe('slider()', () => {
  test('starts at min, and steps by one', () => {
    const { min, max, step, value, label } = slider();

    expect({ min, max, step, value, label }).toEqual({ min: 0, max: 100, step: 1, value: 0, label: '' });
  });

  test.each([
    [{ max: 1 }, 0.01],
    [{ min: -0.5, max: 0.5 }, 0.01],
    [{ max: 2.5 }, 0.025],
    [{ max: 2 }, 1],
  ])('steps by a hundredth of a range that is small or has a fraction: %j', (options, step) => {
    expect(slider(options).step).toBe(step);
  });

  test('stands on steps only, without the noise of binary fractions', () => {
    const tenths = slider({ max: 1, step: 0.1 });
    const thirds = slider({ max: 10, step: 3, value: 10 });

    tenths.value = 0.29;

    expect([tenths.value, thirds.value]).toEqual([0.3, 9]);
  });

  test('names everything that is wrong with its options at once', () => {
    const wrong: object = { min: 'one', step: 0, label: 7, lable: 'Rooms', value: Number.NaN };

    expect(thrownBy(() => slider(wrong))).toMatchObject({
      kind: 'user',
      message: [
        'The slider was not made:',
        "- min must be a finite number, not 'one'",
        '- value must be a finite number, not NaN',
        '- label must be a text, not 7',
        '- lable: a slider has min, max, step, value and label',
        '- step must be above 0; it is 0',
      ].join('\n'),
    });
  });

  test.each<[SliderOptions, string]>([
    [{ min: 10, max: 5 }, 'min must be below max; they are 10 and 5'],
    [{ min: 5, max: 5 }, 'min must be below max; they are 5 and 5'],
    [{ max: 5, step: 9 }, 'step must fit between 0 and 5; it is 9'],
    [{ max: 5, step: -1, value: 6 }, 'step must be above 0; it is -1\n- value must be from 0 to 5; it is 6'],
    [{ max: Number.POSITIVE_INFINITY }, 'max must be a finite number, not Infinity'],
  ])('refuses options that do not fit together: %j', (options, problem) => {
    expect(thrownBy(() => slider(options))).toMatchObject({ message: `The slider was not made:\n- ${problem}` });
  });

  test('refuses options that are not an object', () => {
    expect(thrownBy(() => Reflect.apply(slider, undefined, [5]))).toMatchObject({
      message: 'The slider was not made:\n- the options must be an object such as { min: 1, max: 10 }',
    });
  });

  test.each([11, Number.NaN, -1])('refuses to be set to %d', (value) => {
    const rooms = slider({ min: 1, max: 10, label: 'Rooms' });

    expect(thrownBy(() => Object.assign(rooms, { value }))).toMatchObject({
      kind: 'user',
      message: `The slider 'Rooms' goes from 1 to 10; it cannot be set to ${value}.`,
    });
    expect(rooms.value).toBe(1);
  });

  test('calls its listeners for real changes only, until they are removed', () => {
    const rooms = slider();
    const heard: number[] = [];
    const stop = rooms.onChange((value) => heard.push(value));

    rooms.value = 4;
    rooms.value = 4;
    stop();
    stop();
    rooms.value = 5;

    expect(heard).toEqual([4]);
  });

  test('keeps its last value when it is closed, and cannot be moved any more', () => {
    const rooms = slider({ value: 3, label: 'Rooms' });
    rooms.close();
    rooms.close();

    expect(rooms.value).toBe(3);
    expect(thrownBy(() => Object.assign(rooms, { value: 4 }))).toMatchObject({
      message: "The slider 'Rooms' is closed. Make a new one.",
    });
  });

  test('is text where there is no front end, and a loop over it throws', async () => {
    const rooms = slider({ max: 10, label: 'Rooms' });

    const printed = await captureStdout(() => {
      show(rooms);
      rooms.value = 7;
    });
    const follow = async () => {
      for await (const value of rooms) console.log(value);
    };

    expect(printed).toBe('Rooms: 0 (0 to 10)\n');
    expect(inspect(rooms)).toBe('Rooms: 7 (0 to 10)');
    await expect(follow()).rejects.toMatchObject({
      kind: 'user',
      message: "The slider 'Rooms' cannot be moved by anybody here. Set its value in the code.",
    });
  });

  test('ends a loop at once if it is closed already', async () => {
    const rooms = slider();
    rooms.close();

    for await (const value of rooms) throw new Error(`There is a value: ${value}.`);
  });
});
