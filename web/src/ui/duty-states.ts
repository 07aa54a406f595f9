// Order, tone and colour of a duty's states: one place for tags, bars and charts.
import type { DutyState, TaskCounts, Tone } from '@/api/types';

export const dutyStates: DutyState[] = ['overdue', 'due_soon', 'not_due', 'standing', 'met', 'met_late', 'waived', 'not_applicable'];
export const openStates: DutyState[] = ['overdue', 'due_soon', 'not_due', 'standing'];
export const toneOf: Record<DutyState, Tone> = {
  overdue: 'danger', due_soon: 'warning', not_due: 'neutral', standing: 'info',
  met: 'success', met_late: 'success', waived: 'neutral', not_applicable: 'neutral',
};
export const colourVar = (state: DutyState): string => `--lp-s-${state}`;
export const totalOf = (counts: TaskCounts | undefined): number =>
  dutyStates.reduce((sum, state) => sum + (counts?.[state] ?? 0), 0);
/** Met of what had to be met; null when nothing had to be. */
export function completion(counts: TaskCounts | undefined): number | null {
  const done = (counts?.met ?? 0) + (counts?.met_late ?? 0);
  const asked = totalOf(counts) - (counts?.waived ?? 0) - (counts?.not_applicable ?? 0);
  return asked > 0 ? done / asked : null;
}
export const sumCounts = (all: TaskCounts[]): TaskCounts =>
  all.reduce<TaskCounts>((sum, one) => {
    for (const state of dutyStates) if (one[state]) sum[state] = (sum[state] ?? 0) + (one[state] ?? 0);
    return sum;
  }, {});
