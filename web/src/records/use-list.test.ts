import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import * as api from '@/api/records';
import { emptyState, withFilter } from '@/kernel/filters';
import { remember } from '@/kernel/storage';
import { inPage, settled } from '../../tests/in-page';
import { useList } from './use-list';

vi.mock('@/api/records');
const list = vi.mocked(api).listRecords;
const asked = (): Record<string, string> => Object.fromEntries(list.mock.calls.at(-1)?.[1] ?? []);
const open = (address: string) => inPage(address, () => useList('app'));

beforeEach(() => { vi.resetAllMocks(); localStorage.clear(); list.mockResolvedValue({ rows: [], total: 7, page: 1, size: 50 }); });

describe('a list', () => {
  it('asks for what the address says, the newest first unless it says otherwise', async () => {
    const { used } = await open('/records/app?f.state=filed&page=3');
    await settled();
    expect(asked()).toEqual({ 'f.state': 'filed', page: '3', size: '50', sort: '-updated_at' });
    expect(used.page.value?.total).toBe(7);
  });
  it('puts a filter into the address and asks again, once', async () => {
    const { used, router } = await open('/records/app?page=3');
    await settled();
    used.go(withFilter(used.state.value, 'state', 'in', ['draft', 'filed']));
    await settled();
    expect(router.currentRoute.value.query).toEqual({ 'f.state.in': 'draft,filed' });
    expect(list).toHaveBeenCalledTimes(2);
    expect(asked()).toMatchObject({ 'f.state.in': 'draft,filed', page: '1' });
  });
  it('takes up where this person left, but an address with a query wins', async () => {
    remember('list.app', { q: 'kept' });
    const { router } = await open('/records/app');
    await settled();
    expect(router.currentRoute.value.query).toEqual({ q: 'kept' });
    expect((await open('/records/app?q=linked')).used.state.value.q).toBe('linked');
  });
  it('remembers filters, not the page', async () => {
    const { used } = await open('/records/app');
    used.go({ ...emptyState(), q: 'x', page: 4 });
    await settled();
    expect(JSON.parse(localStorage.getItem('longpan.list.app') ?? '')).toEqual({ q: 'x' });
  });
  it('shows an error, and a good answer takes it away', async () => {
    list.mockRejectedValueOnce(new ApiError(503, {}));
    const { used } = await open('/records/app');
    await settled();
    expect(used.error.value).toBeInstanceOf(ApiError);
    await used.load();
    expect([used.error.value, used.busy.value]).toEqual([null, false]);
  });
  it('drops the answer of a question overtaken by the next', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    list.mockImplementation(async (_kind, _query, signal) => { signals.push(signal); await settled(); return { rows: [], total: signals.length, page: 1, size: 50 }; });
    const { used } = await open('/records/app');
    void used.load();
    expect(signals.map((one) => one?.aborted)).toEqual([true, false]);
  });
});
