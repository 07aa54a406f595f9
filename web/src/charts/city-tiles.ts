// A schematic map: one tile per city of Jiangsu at about its place. It is not a map and shows no border.
import type { EChartsOption } from 'echarts';
import type { TaskCounts } from '@/api/types';
import { completion, totalOf } from '@/ui/duty-states';
import type { Look } from './look';

export const tiles: Record<string, [column: number, row: number]> = {
  320300: [0, 0], 320700: [2, 0], 321300: [1, 1], 320800: [2, 1], 320900: [3, 1], 321000: [2, 2], 321200: [3, 2], 320600: [4, 2],
  320100: [1, 3], 321100: [2, 3], 320400: [3, 3], 320200: [4, 3], 320500: [5, 3],
};
export interface City { code: string; name: string; counts?: TaskCounts }
export interface TileWords { done: string; overdue: string; total: string }

/** The size at which a name of so many letters fits a tile: Han characters are square, Latin letters about half as wide. */
export function labelSize(name: string, room: number): number {
  const ems = [...name].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 1 : 0.6), 0);
  return Math.max(9, Math.min(12, Math.floor(room / ems)));
}
const columns = 6;

export function cityTiles(cities: City[], words: TileWords, look: Look): EChartsOption {
  const room = Math.max(40, (look.width - 8) / columns - 5);
  const rateOf = (city: City): string => { const part = completion(city.counts); return part === null ? '\u2014' : `${Math.round(part * 100)}%`; };
  const placed = cities.filter((city) => tiles[city.code]);
  const data = placed.map((city) => {
    const [column, row] = tiles[city.code] as [number, number];
    return { value: [column, row, Math.round((completion(city.counts) ?? 0) * 100)], name: city.name, city, label: { fontSize: labelSize(city.name, room) } };
  });
  const about = (city: City): string => `${city.name}<br>${words.done} ${rateOf(city)}<br>${words.overdue} ${city.counts?.overdue ?? 0} · ${words.total} ${totalOf(city.counts)}`;
  return {
    textStyle: { fontFamily: look.font }, animation: false,
    grid: { left: 4, right: 4, top: 4, bottom: 34 },
    tooltip: { backgroundColor: look.surface, borderColor: look.line, textStyle: { color: look.text, fontSize: 12 }, confine: true, formatter: (item) => about((item as unknown as { data: { city: City } }).data.city) },
    xAxis: { type: 'category', show: false, data: ['0', '1', '2', '3', '4', '5'] },
    yAxis: { type: 'category', show: false, inverse: true, data: ['0', '1', '2', '3'] },
    visualMap: { min: 0, max: 100, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 10, itemHeight: 120, text: ['100%', '0%'], textStyle: { color: look.dim }, inRange: { color: [look.low, look.state.standing, look.high] }, calculable: false },
    series: [{
      type: 'heatmap', data, itemStyle: { borderColor: look.surface, borderWidth: 4, borderRadius: 6 },
      label: { show: true, color: '#0b1526', width: room + 4, overflow: 'truncate', formatter: (item) => `${item.name}\n${rateOf((item.data as { city: City }).city)}` },
      emphasis: { itemStyle: { borderColor: look.text, borderWidth: 2 } },
    }],
  };
}
