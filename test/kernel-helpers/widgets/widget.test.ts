import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { widget } from 'kernel-helpers/widgets/make-widget';
import { thrownBy } from '../../support/thrown-by';

const esm = 'export default { render() {} };';

describe('widget()', () => {
  test('keeps state, and calls a listener only for changes of its key', () => {
    const counter = widget({ esm, state: { count: 0, title: 'Rooms' } });
    const heard: number[] = [];
    counter.onChange('count', (count) => heard.push(count));

    counter.set('count', 2);
    counter.set('title', 'Beds');
    counter.set('count', 2);

    expect([counter.get('count'), counter.get('title')]).toEqual([2, 'Beds']);
    expect(heard).toEqual([2]);
  });

  test('is shown as its own text where nothing draws it', () => {
    const plain = widget({ esm, state: { count: 1 } });
    const told = widget({ esm, state: { count: 1 }, text: ({ count }) => `${count} counted` });

    expect([inspect(plain), inspect(told)]).toEqual(['Widget { count: 1 }', '1 counted']);
  });

  test('names everything that is wrong with its options at once', () => {
    const wrong: object = {
      css: 5,
      esn: 'x',
      state: { _esm: 1, draw: () => 1, big: 1n, none: undefined },
      parse: { big: 'x', other: () => 1 },
    };

    const { message } = Object(thrownBy(() => Reflect.apply(widget, undefined, [wrong])));
    expect(message.split('\n')).toEqual([
      'The widget was not made:',
      '- esm must be the text or the URL of an ES module',
      '- css must be the text or the URL of a style sheet',
      '- parse.big must be a function',
      '- esn: a widget has esm, css, state, parse and text',
      '- state._esm must have a name that does not begin with _; such names belong to the protocol',
      '- state.draw must be JSON or binary data, not [Function: draw]',
      '- state.big must be JSON or binary data: Do not know how to serialize a BigInt',
      '- state.none must be JSON or binary data, not undefined',
      '- parse.other is for a key that state does not have',
    ]);
  });

  test('refuses keys that it does not have, and values that cannot be sent', () => {
    const counter = widget<Record<string, unknown>>({ esm, state: { count: 0 } });
    const circle: { self?: object } = {};
    circle.self = circle;

    expect(thrownBy(() => counter.get('coutn'))).toMatchObject({
      message: "The widget has no state 'coutn'. It has: count.",
    });
    expect(thrownBy(() => counter.set('coutn', 1))).toMatchObject({ kind: 'user' });
    expect(thrownBy(() => counter.onChange('coutn', () => 1))).toMatchObject({ kind: 'user' });
    expect(thrownBy(() => counter.set('count', () => 1))).toMatchObject({
      message: expect.stringContaining('state.count must be JSON or binary data'),
    });
    expect(thrownBy(() => counter.set('count', circle))).toMatchObject({ kind: 'user' });
    expect(counter.get('count')).toBe(0);
  });
});
