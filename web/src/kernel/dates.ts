// Dates are "YYYY-MM-DD" strings (Beijing days); timestamps are microseconds UTC.
import { language } from './i18n';

const zone = 'Asia/Shanghai';

export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

export function addDays(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * 86_400_000).toISOString().slice(0, 10);
}

/** "2024-07-31" stays as it is: one unambiguous form in both languages. */
export const showDate = (day: string | null | undefined): string => day ?? '';

/** Microseconds, or the text form the ledger's history carries. */
export function showTime(at: number | string | null | undefined): string {
  if (!at) return '';
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return parts.format(typeof at === 'string' ? new Date(at) : new Date(at / 1000));
}
export const dayOf = (micros: number | null | undefined): string => showTime(micros).slice(0, 10);

export function showNumber(value: number): string {
  return new Intl.NumberFormat(language()).format(value);
}
export function showSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
