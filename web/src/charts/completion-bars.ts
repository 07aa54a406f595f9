// Duties by state, one stacked bar per task or per city.
import type { BarSeriesOption } from 'echarts/charts';
import type { EChartsOption } from 'echarts';
import type { DutyState, TaskCounts } from '@/api/types';
import { completion, dutyStates } from '@/ui/duty-states';
import type { Look } from './look';

export interface Bar { name: string; counts: TaskCounts }
export function completionBars(bars: Bar[], names: Record<DutyState, string>, look: Look): EChartsOption {
  const used = dutyStates.filter((state) => bars.some((bar) => bar.counts[state]));
  const rate = (bar: Bar): string => { const part = completion(bar.counts); return part === null ? '' : `${Math.round(part * 100)}%`; };
  const series: BarSeriesOption[] = used.map((state) => ({
    name: names[state], type: 'bar', stack: 'all', barMaxWidth: 16, itemStyle: { color: look.state[state] },
    emphasis: { focus: 'series' }, data: bars.map((bar) => bar.counts[state] ?? 0),
  }));
  return {
    textStyle: { fontFamily: look.font, color: look.text }, animation: false,
    grid: { left: 8, right: 44, top: 52, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: look.dim, fontSize: 12 } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, backgroundColor: look.surface, borderColor: look.line, textStyle: { color: look.text, fontSize: 12 }, confine: true },
    xAxis: { type: 'value', minInterval: 1, splitNumber: 3, axisLabel: { color: look.dim, hideOverlap: true }, splitLine: { lineStyle: { color: look.line } } },
    yAxis: [
      { type: 'category', inverse: true, data: bars.map((bar) => bar.name), axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.text, width: 150, overflow: 'truncate' } },
      { type: 'category', inverse: true, position: 'right', data: bars.map(rate), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: look.dim } },
    ],
    series,
  };
}
