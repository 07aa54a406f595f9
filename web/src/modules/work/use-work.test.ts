import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as api from '@/api/ledger';
import type { Work } from '@/api/types';
import { inPage, settled } from '../../../tests/in-page';
import { useWork } from './use-work';

let changed: () => void = () => undefined;
vi.mock('@/api/ledger');
vi.mock('@/kernel/events', () => ({ onChange: (listener: () => void) => { changed = listener; return () => { changed = () => undefined; }; } }));
const load = vi.mocked(api).work;
beforeEach(() => { vi.resetAllMocks(); load.mockResolvedValue({ drafts: { total: 1, rows: [] } } as unknown as Work); });
afterEach(() => { vi.useRealTimers(); });

it('asks at once, and once for a burst of changes', async () => {
  const { used } = await inPage('/work', useWork);
  await settled();
  expect(used.work.value?.drafts.total).toBe(1);
  vi.useFakeTimers();
  for (let i = 0; i < 5; i += 1) changed();
  await vi.advanceTimersByTimeAsync(1100);
  expect(load).toHaveBeenCalledTimes(2);
});
it('asks no more once the page is left', async () => {
  const { leave } = await inPage('/work', useWork);
  await settled();
  vi.useFakeTimers();
  changed();
  leave();
  await vi.advanceTimersByTimeAsync(5000);
  expect(load).toHaveBeenCalledOnce();
});
it('keeps what it showed when asking again fails', async () => {
  const { used } = await inPage('/work', useWork);
  await settled();
  load.mockRejectedValueOnce(new Error('away'));
  await used.refresh();
  expect([used.work.value?.drafts.total, used.error.value instanceof Error]).toEqual([1, true]);
});
