import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { listRecords } from '@/api/records';
import type { RecordPage } from '@/api/types';
import { fromQuery, toQuery, toRequest, type ListState } from '@/kernel/filters';
import { recall, remember } from '@/kernel/storage';

/** A list whose state is the address; an address without a query takes up where this person left. */
export function useList(kind: string) {
  const route = useRoute();
  const router = useRouter();
  const path = route.path;
  const state = computed(() => fromQuery(route.query));
  const page = shallowRef<RecordPage | null>(null);
  const error = ref<unknown>(null);
  const busy = ref(false);
  let cancel: AbortController | undefined;

  async function load(): Promise<void> {
    cancel?.abort();
    const mine = new AbortController();
    cancel = mine;
    busy.value = true;
    try {
      page.value = await listRecords(kind, toRequest({ ...state.value, sort: state.value.sort || '-updated_at' }), mine.signal);
      error.value = null;
    } catch (trouble) {
      if (!mine.signal.aborted) error.value = trouble;
    } finally {
      if (cancel === mine) busy.value = false;
    }
  }
  function go(next: ListState): void {
    const query = toQuery(next);
    const { page: _page, ...kept } = query;
    remember(`list.${kind}`, kept);
    void router.replace({ path, query });
  }
  const kept = recall<Record<string, string>>(`list.${kind}`, {});
  if (Object.keys(route.query).length === 0 && Object.keys(kept).length > 0) void router.replace({ path, query: kept });
  watch(state, (next, before) => {
    if (route.path === path && JSON.stringify(next) !== JSON.stringify(before)) void load();
  }, { immediate: true });
  onBeforeUnmount(() => cancel?.abort());
  return { state, page, error, busy, load, go };
}
