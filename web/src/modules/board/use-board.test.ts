import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '@/api/ledger';
import { putCatalogue } from '@/kernel/catalogue';
import { inPage, settled } from '../../../tests/in-page';
import { useBoard } from './use-board';

vi.mock('@/api/ledger');
const load = vi.mocked(api).board;
beforeEach(() => {
  vi.resetAllMocks();
  load.mockResolvedValue({ rows: [], total: 40, totals: {}, summary: {} });
  putCatalogue({ kinds: [], taxonomies: {}, plans: [{ name: 'p1', title: { zh: '', en: '' }, tasks: [] }] });
});
describe('the board', () => {
  it('asks for the plan and the filters of its address', async () => {
    const { used } = await inPage('/board?region=320100&state=overdue&other=x', useBoard);
    await settled();
    expect(load.mock.calls[0]?.[0]).toEqual({ plan: 'p1', size: '50', region: '320100', state: 'overdue' });
    expect([used.board.value?.total, used.list('region'), used.busy.value]).toEqual([40, ['320100'], false]);
  });
  it('follows a changed filter to its first page', async () => {
    const { used, router } = await inPage('/board?page=3&region=320100', useBoard);
    await settled();
    used.set({ region: '' });
    await settled();
    expect(router.currentRoute.value.query).toEqual({});
    expect(load.mock.calls.at(-1)?.[0]).toEqual({ plan: 'p1', size: '50' });
  });
  it('tells an error, and none of a question it dropped itself', async () => {
    load.mockRejectedValueOnce(new Error('away'));
    const { used, leave } = await inPage('/board', useBoard);
    await settled();
    expect(used.error.value).toBeInstanceOf(Error);
    load.mockImplementationOnce((_query, signal) => new Promise((_resolve, reject) => { signal?.addEventListener('abort', () => reject(new Error('dropped'))); }));
    used.error.value = null;
    void used.refresh();
    leave();
    await settled();
    expect(used.error.value).toBeNull();
  });
});
