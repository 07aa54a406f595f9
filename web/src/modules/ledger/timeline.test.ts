// @vitest-environment node
import { expect, it } from 'vitest';
import type { Duty } from '@/api/types';
import { monthsOf } from './timeline';

it('orders by month and puts duties without a date last', () => {
  const duty = (no: string, due: string | null) => ({ no, due } as Duty);
  const months = monthsOf([duty('a', null), duty('b', '2024-09-10'), duty('c', '2024-07-31'), duty('d', '2024-07-15')]);
  expect(months.map((one) => [one.key, one.duties.map((each) => each.no)])).toEqual([['2024-07', ['d', 'c']], ['2024-09', ['b']], ['', ['a']]]);
});
