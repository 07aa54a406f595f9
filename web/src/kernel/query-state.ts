// A page's filters as plain words of its address; changing a filter goes back to the first page.
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export type Words = Record<string, string>;
export function wordsOf(query: Record<string, unknown>, keys: readonly string[]): Words {
  const words: Words = {};
  for (const key of keys) if (typeof query[key] === 'string' && query[key] !== '') words[key] = query[key];
  return words;
}
/** `next` laid over `now`; empty words vanish, and the page with them unless it is what changes. */
export function merged(now: Words, next: Words): Words {
  const all = { ...now, ...('page' in next ? {} : { page: '' }), ...next };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

export function useQueryState(keys: readonly string[]) {
  const route = useRoute();
  const router = useRouter();
  const path = route.path;
  const words = computed(() => wordsOf(route.query, keys));
  function set(next: Words): void {
    void router.replace({ path, query: { ...merged({ ...wordsOf(route.query, Object.keys(route.query)) }, next) } });
  }
  const list = (key: string): string[] => words.value[key]?.split(',') ?? [];
  return { words, set, list, here: () => route.path === path };
}
