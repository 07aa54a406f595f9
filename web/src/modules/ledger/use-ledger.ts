import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { listDuties } from '@/api/ledger';
import type { DutyPage } from '@/api/types';
import { plans } from '@/kernel/catalogue';
import { onChange } from '@/kernel/events';
import { useQueryState } from '@/kernel/query-state';

export const ledgerKeys = ['plan', 'region', 'type', 'task', 'state', 'q', 'due_from', 'due_to', 'page', 'size', 'sort', 'view', 'duty'] as const;

/** The ledger of one enterprise, or of all this person may see. */
export function useLedger(org: number | null) {
  const { words, set, here } = useQueryState(ledgerKeys);
  const page = shallowRef<DutyPage | null>(null);
  const error = ref<unknown>(null);
  const busy = ref(false);
  let cancel: AbortController | undefined;
  const view = computed(() => (org !== null && words.value.view !== 'table' ? 'timeline' : 'table'));
  const size = computed(() => Number(words.value.size ?? (org === null ? 50 : 200)));
  const request = computed(() => {
    const { view: _view, duty: _duty, ...asked } = words.value;
    return { plan: plans()[0]?.name, org, sort: 'urgent', page: '1', ...asked, size: size.value };
  });
  async function refresh(): Promise<void> {
    cancel?.abort();
    const mine = new AbortController();
    cancel = mine;
    busy.value = true;
    try {
      page.value = await listDuties(request.value, mine.signal);
      error.value = null;
    } catch (trouble) {
      if (!mine.signal.aborted) error.value = trouble;
    } finally {
      if (cancel === mine) busy.value = false;
    }
  }
  watch(request, (next, before) => { if (here() && JSON.stringify(next) !== JSON.stringify(before)) void refresh(); }, { immediate: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onChange(() => { clearTimeout(timer); timer = setTimeout(() => void refresh(), 1500); });
  onBeforeUnmount(() => { stop(); clearTimeout(timer); cancel?.abort(); });
  return { words, set, page, error, busy, view, size, request, refresh };
}
