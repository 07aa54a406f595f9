import { onBeforeUnmount, ref, shallowRef } from 'vue';
import { work as load } from '@/api/ledger';
import type { Work } from '@/api/types';
import { onChange } from '@/kernel/events';

/** Rows a queue shows before it sends the reader to the whole list. */
export const firstRows = 8;

/** What waits for this person; asked again when the server says something changed. */
export function useWork() {
  const work = shallowRef<Work | null>(null);
  const error = ref<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function refresh(): Promise<void> {
    try {
      work.value = await load();
      error.value = null;
    } catch (trouble) {
      error.value = trouble;
    }
  }
  const stop = onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), 1000);
  });
  onBeforeUnmount(() => { stop(); clearTimeout(timer); });
  void refresh();
  return { work, error, refresh };
}
