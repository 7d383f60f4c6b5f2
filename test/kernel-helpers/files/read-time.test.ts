import { describe, expect, test } from '@jest/globals';
import { TimeReader } from '../../../kernel-helpers/src/files/columns/read-time';
import { DATE, OFFSET_TIME, TEXT, TIME } from '../../../kernel-helpers/src/files/columns/value-forms';
import { parseIsoTime } from '../../../kernel-helpers/src/values/iso-time';

const DAYS = ['2024-02-29', '2023-02-29', '1969-12-31', '0001-01-01', '2024-13-01', '+012024-02-29', '12024-02-29'];
const CLOCKS = ['', 'T12:00:00', ' 23:59:59', 'T24:00:00', 'T12:00', 'T12:60:00', ' 1:00:00'];
const FRACTIONS = ['', '.', '.5', '.123', '.000001', '.999999999', '.1234567890', '.12x', ',5'];
const ZONES = ['', 'Z', '+02:00', '-07:30', '-00:00', '+0530', '+02', ' +02:00', '+2:00', 'z', '+02:00Z'];

describe('TimeReader', () => {
  test('reads from bytes what the expression for ISO times reads from a text, and refuses what it refuses', () => {
    const reader = new TimeReader();
    const met = new Set<number>();
    for (const day of DAYS) {
      for (const clock of CLOCKS) {
        for (const fraction of FRACTIONS) {
          for (const zone of ZONES) {
            const text = `${day}${clock}${fraction}${zone}`;
            const bytes = Buffer.from(`..${text},.5Z`);
            const form = reader.read(bytes, 2, 2 + text.length);
            const point = parseIsoTime(text);
            met.add(form);
            const { milliseconds, nanoseconds, offsetMinutes } = reader;
            const read = { milliseconds, nanoseconds, ...(form === OFFSET_TIME && { offsetMinutes }) };

            if (form === TEXT) expect([text, point]).toEqual([text, undefined]);
            else expect([text, read]).toEqual([text, point]);
          }
        }
      }
    }
    expect(met).toEqual(new Set([DATE, TIME, OFFSET_TIME, TEXT]));
  });
});
