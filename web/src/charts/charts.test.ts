// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { DutyState } from '@/api/types';
import { completion, dutyStates, sumCounts, totalOf } from '@/ui/duty-states';
import { cityTiles, labelSize, tiles } from './city-tiles';
import { completionBars } from './completion-bars';
import type { Look } from './look';

const each = <T>(value: (state: DutyState) => T) => Object.fromEntries(dutyStates.map((state) => [state, value(state)])) as Record<DutyState, T>;
const look: Look = { text: '#000', dim: '#444', line: '#ccc', surface: '#fff', low: '#f00', high: '#0f0', width: 400, font: 'sans', state: each((state) => `colour-${state}`) };
const names = each((state) => `name-${state}`);

describe('counts', () => {
  it('add up and leave the excused out of the rate', () => {
    expect(totalOf({ met: 2, overdue: 1, waived: 1 })).toBe(4);
    expect(completion({ met: 2, met_late: 1, overdue: 1, waived: 5, not_applicable: 1 })).toBe(0.75);
    expect(completion({ waived: 3 })).toBeNull();
    expect(sumCounts([{ met: 1 }, { met: 2, overdue: 1 }])).toEqual({ met: 3, overdue: 1 });
  });
});
describe('completion bars', () => {
  const option = completionBars([{ name: 'a', counts: { met: 3, overdue: 1 } }, { name: 'b', counts: { met: 1 } }], names, look);
  it('stack only the states that occur, in their colours', () => {
    expect(option.series).toMatchObject([
      { name: 'name-overdue', stack: 'all', data: [1, 0], itemStyle: { color: 'colour-overdue' } }, { name: 'name-met', stack: 'all', data: [3, 1] }]);
  });
  it('write the rate beside each bar', () => expect(option.yAxis).toMatchObject([{ data: ['a', 'b'] }, { data: ['75%', '100%'] }]));
});
describe('city tiles', () => {
  it('give the 13 cities of the province one place each', () => {
    expect(Object.keys(tiles)).toHaveLength(13);
    expect(new Set(Object.values(tiles).map(String)).size).toBe(13);
  });
  it('place a city with its rate and skip what is no city', () => {
    const option = cityTiles([{ code: '320100', name: 'N', counts: { met: 1, overdue: 1 } }, { code: '320000', name: 'P' }], { done: 'd', overdue: 'o', total: 't' }, look);
    expect(option.series).toMatchObject([{ type: 'heatmap', data: [{ name: 'N', value: [1, 3, 50] }] }]);
  });
  it('say nothing where nothing was asked for', () => {
    const city = { code: '320100', name: 'N' };
    const option = cityTiles([city], { done: 'd', overdue: 'o', total: 't' }, look);
    const [series] = option.series as { label: { formatter: (item: object) => string } }[];
    expect(series?.label.formatter({ name: 'N', data: { city } })).toBe('N\n\u2014');
  });
  it('write long names smaller, so that they fit their tile, and never illegibly', () => {
    expect(labelSize('\u5357\u4EAC', 56)).toBe(12);
    expect(labelSize('Wuxi', 56)).toBe(12);
    expect(labelSize('Lianyungang', 68)).toBe(10);
    expect(labelSize('Lianyungang', 30)).toBe(9);
  });
});
