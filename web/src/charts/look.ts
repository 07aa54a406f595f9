// What a chart needs to know of the page's look: read from the theme once per drawing.
import { dutyStates, colourVar } from '@/ui/duty-states';
import type { DutyState } from '@/api/types';

export interface Look { text: string; dim: string; line: string; surface: string; low: string; high: string; width: number; state: Record<DutyState, string>; font: string }
export function lookOf(element: Element = document.documentElement): Look {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of('--lp-text'), dim: of('--lp-text-3'), line: of('--lp-line'), surface: of('--lp-surface'), low: of('--lp-tile-low'), high: of('--lp-s-met'), width: element.clientWidth,
    state: Object.fromEntries(dutyStates.map((state) => [state, of(colourVar(state))])) as Record<DutyState, string>, font: style.fontFamily,
  };
}
