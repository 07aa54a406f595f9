import type { HistoryEntry } from '@/api/types';

/** Fields changed since the record was last returned; for a first submission nothing stands out. */
export function changedSinceReturn(entries: HistoryEntry[]): string[] {
  const newestFirst = [...entries].sort((a, b) => b.version - a.version);
  const returned = newestFirst.findIndex((entry) => entry.action === 'move:return');
  if (returned < 0) return [];
  return [...new Set(newestFirst.slice(0, returned).flatMap((entry) => Object.keys(entry.changes ?? {})))];
}
