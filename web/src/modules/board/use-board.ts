import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { board as load } from '@/api/ledger';
import type { BoardPage } from '@/api/types';
import { plans } from '@/kernel/catalogue';
import { useQueryState } from '@/kernel/query-state';

export const boardKeys = ['plan', 'region', 'type', 'task', 'state', 'q', 'page', 'size', 'sort'] as const;

export function useBoard() {
  const { words, set, list, here } = useQueryState(boardKeys);
  const board = shallowRef<BoardPage | null>(null);
  const error = ref<unknown>(null);
  const busy = ref(false);
  let cancel: AbortController | undefined;
  async function refresh(): Promise<void> {
    cancel?.abort();
    const mine = new AbortController();
    cancel = mine;
    busy.value = true;
    try {
      board.value = await load({ plan: plans()[0]?.name, size: '50', ...words.value }, mine.signal);
      error.value = null;
    } catch (trouble) {
      if (!mine.signal.aborted) error.value = trouble;
    } finally {
      if (cancel === mine) busy.value = false;
    }
  }
  watch(words, (next, before) => { if (here() && JSON.stringify(next) !== JSON.stringify(before)) void refresh(); }, { immediate: true });
  onBeforeUnmount(() => cancel?.abort());
  return { words, set, list, board, error, busy, refresh };
}
