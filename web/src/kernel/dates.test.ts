// @vitest-environment node
import { expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, showSize, showTime } from './dates';

it('counts days over month and leap-year ends', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(daysBetween('2024-06-30', '2024-07-15')).toBe(15);
});
it('shows times of Beijing whatever the browser says', () => {
  const micros = Date.parse('2024-07-14T16:30:00Z') * 1000;
  expect(showTime(micros)).toBe('2024-07-15 00:30');
  expect(dayOf(micros)).toBe('2024-07-15');
  expect(showTime(null)).toBe('');
});
it('shows sizes in words people use', () => expect([showSize(900), showSize(2048), showSize(5 * 1024 * 1024)]).toEqual(['900 B', '2.0 KB', '5.0 MB']));
