import type { Duty } from '@/api/types';

export interface Month { key: string; duties: Duty[] }
/** Duties by the month they fall due in, in order; those without a date come last under "". */
export function monthsOf(duties: Duty[]): Month[] {
  const months = new Map<string, Duty[]>();
  for (const duty of duties) {
    const key = duty.due ? duty.due.slice(0, 7) : '';
    months.set(key, [...(months.get(key) ?? []), duty]);
  }
  return [...months].map(([key, list]) => ({ key, duties: list.sort((a, b) => (a.due ?? '').localeCompare(b.due ?? '')) }))
    .sort((a, b) => (a.key === '' ? 1 : b.key === '' ? -1 : a.key.localeCompare(b.key)));
}
