import { onBeforeUnmount, ref, shallowRef } from 'vue';
import { ApiError } from '@/api/error';
import { moveRecord, readRecord, saveRecord } from '@/api/records';
import type { Reply } from '@/api/client';
import type { Data, FieldProblem, RecordDetail } from '@/api/types';
import { toastError } from '@/kernel/errors';
import { onChange } from '@/kernel/events';

/** What another person made of the record meanwhile, and what was to be written here. */
export interface Clash { latest: RecordDetail; mine: Data }

/** One record with its ETag. A write another person overtook raises `conflict` and changes nothing. */
export function useRecord(kind: string, id: number) {
  const detail = shallowRef<RecordDetail | null>(null);
  const error = ref<unknown>(null);
  const busy = ref(false);
  const conflict = ref(false);
  const clash = shallowRef<Clash | null>(null);
  const outdated = ref(false);
  const problems = ref<FieldProblem[]>([]);
  let etag = '';

  function take(reply: Reply<RecordDetail>): void {
    detail.value = reply.data;
    etag = reply.etag;
    error.value = null;
    outdated.value = false;
  }
  async function load(): Promise<void> {
    try {
      take(await readRecord(kind, id));
    } catch (trouble) {
      error.value = trouble;
    }
  }
  let latest: Reply<RecordDetail> | null = null;
  async function meet(mine: Data): Promise<void> {
    latest = await readRecord(kind, id);
    clash.value = { latest: latest.data, mine };
    conflict.value = true;
  }
  /** Goes on from the version that was in the way. */
  function takeLatest(): void {
    if (latest) take(latest);
    conflict.value = false;
  }
  async function explain(trouble: unknown, mine: Data): Promise<void> {
    if (trouble instanceof ApiError && trouble.isConflict) { await meet(mine).catch(toastError); return; }
    if (trouble instanceof ApiError) problems.value = trouble.fields;
    toastError(trouble);
  }
  /** Runs a write; true when it stood. */
  async function write(call: () => Promise<unknown>, mine: Data): Promise<boolean> {
    busy.value = true;
    problems.value = [];
    try {
      await call();
      return true;
    } catch (trouble) {
      await explain(trouble, mine);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const save = (data: Data): Promise<boolean> => write(() => saveRecord(kind, id, data, etag), data);
  async function move(name: string, input: { reason?: string; data?: Data }): Promise<boolean> {
    const stood = await write(() => moveRecord(kind, id, name, input, etag), {});
    if (stood) await load();
    return stood;
  }
  onBeforeUnmount(onChange((change) => { if (change.kind === kind && change.id === id && !busy.value) outdated.value = true; }));
  return { detail, error, busy, conflict, clash, outdated, problems, load, takeLatest, save, move };
}
