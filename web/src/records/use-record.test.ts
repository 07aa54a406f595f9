import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import * as api from '@/api/records';
import type { Data, RecordDetail } from '@/api/types';
import { toastError } from '@/kernel/errors';
import type { Change } from '@/kernel/events';
import { inPage } from '../../tests/in-page';
import { useRecord } from './use-record';

let tellChange: (change: Change) => void = () => undefined;
const stopped = vi.fn();
vi.mock('@/api/records');
vi.mock('@/kernel/errors', () => ({ toastError: vi.fn() }));
vi.mock('@/kernel/events', () => ({ onChange: (listener: (change: Change) => void) => { tellChange = listener; return stopped; } }));
const calls = vi.mocked(api);
const reply = (version: number, data: Data) => ({ data: { record: { id: 5, version, data }, moves: [], editable: [], missing: [] } as unknown as RecordDetail, etag: `"5-${version}"` });
const fields = [{ field: 'name', code: 'required', zh: 'z', en: 'e' }];
const open = async () => (await inPage('/', () => useRecord('app', 5))).used;

beforeEach(() => { vi.resetAllMocks(); calls.readRecord.mockResolvedValue(reply(1, { a: 1 })); });

describe('a record on a page', () => {
  it('is saved over the version that was read', async () => {
    const record = await open();
    await record.load();
    calls.saveRecord.mockResolvedValue({ record: {} as never });
    expect(await record.save({ a: 2 })).toBe(true);
    expect(calls.saveRecord).toHaveBeenCalledExactlyOnceWith('app', 5, { a: 2 }, '"5-1"');
    expect(record.busy.value).toBe(false);
  });
  it('shows the error of a read, and drops it after the next good one', async () => {
    const record = await open();
    calls.readRecord.mockRejectedValueOnce(new ApiError(404, {}));
    await record.load();
    expect(record.error.value).toBeInstanceOf(ApiError);
    await record.load();
    expect(record.error.value).toBeNull();
  });
  it('keeps what is wrong with each field, and forgets it at the next try', async () => {
    const record = await open();
    await record.load();
    calls.saveRecord.mockRejectedValueOnce(new ApiError(422, { fields })).mockResolvedValueOnce({ record: {} as never });
    expect(await record.save({})).toBe(false);
    expect(record.problems.value).toEqual(fields);
    expect(toastError).toHaveBeenCalledOnce();
    await record.save({});
    expect(record.problems.value).toEqual([]);
  });
  it('is read anew after a move, and not after a refused one', async () => {
    const record = await open();
    await record.load();
    calls.moveRecord.mockRejectedValueOnce(new ApiError(403, {})).mockResolvedValueOnce({ record: {} as never });
    expect(await record.move('submit', {})).toBe(false);
    expect(calls.readRecord).toHaveBeenCalledTimes(1);
    expect(await record.move('submit', { reason: 'r' })).toBe(true);
    expect(calls.moveRecord).toHaveBeenLastCalledWith('app', 5, 'submit', { reason: 'r' }, '"5-1"');
    expect(calls.readRecord).toHaveBeenCalledTimes(2);
  });
});
describe('a record somebody else changed first', () => {
  it('comes with both versions, and is saved over theirs once that is taken', async () => {
    const record = await open();
    await record.load();
    calls.saveRecord.mockRejectedValueOnce(new ApiError(412, {})).mockResolvedValueOnce({ record: {} as never });
    calls.readRecord.mockResolvedValue(reply(2, { a: 9 }));
    expect(await record.save({ a: 2 })).toBe(false);
    expect(record.conflict.value).toBe(true);
    expect(record.detail.value?.record.data).toEqual({ a: 1 });
    expect(record.clash.value).toMatchObject({ mine: { a: 2 }, latest: { record: { data: { a: 9 } } } });
    expect(toastError).not.toHaveBeenCalled();
    record.takeLatest();
    expect([record.conflict.value, record.detail.value?.record.version]).toEqual([false, 2]);
    await record.save({ a: 2 });
    expect(calls.saveRecord).toHaveBeenLastCalledWith('app', 5, { a: 2 }, '"5-2"');
  });
  it('tells when the other version cannot be read', async () => {
    const record = await open();
    await record.load();
    calls.saveRecord.mockRejectedValueOnce(new ApiError(412, {}));
    calls.readRecord.mockRejectedValue(new ApiError(0, {}));
    await record.save({});
    expect(record.conflict.value).toBe(false);
    expect(toastError).toHaveBeenCalledOnce();
  });
  it('is marked as outdated by the change event of this record alone', async () => {
    const record = await open();
    await record.load();
    tellChange({ kind: 'app', id: 6 });
    tellChange({ kind: 'network_unit', id: 5 });
    expect(record.outdated.value).toBe(false);
    tellChange({ kind: 'app', id: 5 });
    expect(record.outdated.value).toBe(true);
    await record.load();
    expect(record.outdated.value).toBe(false);
  });
});
it('stops listening with its page', async () => {
  const page = await inPage('/', () => useRecord('app', 5));
  page.leave();
  expect(stopped).toHaveBeenCalledOnce();
});
