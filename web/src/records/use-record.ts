import { onBeforeUnmount, ref, shallowRef } from 'vue';
import { ApiError } from '@/api/error';
import { moveRecord, readRecord, saveRecord } from '@/api/records';
import type { Data, FieldProblem, RecordDetail } from '@/api/types';
import { toastError } from '@/kernel/errors';
import { onChange } from '@/kernel/events';

/** One record with its ETag. A write another person overtook raises `conflict` and changes nothing. */
export function useRecord(kind: string, id: number) {
  const detail = shallowRef<RecordDetail | null>(null);
  const error = ref<unknown>(null);
  const busy = ref(false);
  const conflict = ref(false);
  const outdated = ref(false);
  const problems = ref<FieldProblem[]>([]);
  let etag = '';

  async function load(): Promise<void> {
    try {
      const reply = await readRecord(kind, id);
      detail.value = reply.data;
      etag = reply.etag;
      error.value = null;
      outdated.value = false;
    } catch (trouble) {
      error.value = trouble;
    }
  }
  /** Runs a write; true when it stood. */
  async function write(call: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    problems.value = [];
    try {
      await call();
      return true;
    } catch (trouble) {
      if (trouble instanceof ApiError && trouble.isConflict) conflict.value = true;
      else if (trouble instanceof ApiError && trouble.fields.length > 0) problems.value = trouble.fields;
      if (!conflict.value) toastError(trouble);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const save = (data: Data): Promise<boolean> => write(() => saveRecord(kind, id, data, etag));
  async function move(name: string, input: { reason?: string; data?: Data }): Promise<boolean> {
    const stood = await write(() => moveRecord(kind, id, name, input, etag));
    if (stood) await load();
    return stood;
  }
  onBeforeUnmount(onChange((change) => { if (change.kind === kind && change.id === id && !busy.value) outdated.value = true; }));
  return { detail, error, busy, conflict, outdated, problems, load, save, move };
}
