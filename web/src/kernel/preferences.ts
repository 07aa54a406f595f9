import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import type { Language } from '@/api/types';
import { setLanguage } from './i18n';
import { recall, remember } from './storage';

export type Theme = 'light' | 'dark' | 'system';

export const usePreferences = defineStore('preferences', () => {
  const language = ref<Language>(recall<Language>('language', 'zh-CN'));
  const theme = ref<Theme>(recall<Theme>('theme', 'system'));
  const narrowNav = ref(recall('narrow-nav', false));

  const media = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
  const systemDark = ref(media?.matches ?? false);
  media?.addEventListener('change', (event) => { systemDark.value = event.matches; });
  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemDark.value));

  watch(dark, (on) => document.documentElement.classList.toggle('dark', on), { immediate: true });
  watch(theme, (value) => remember('theme', value));
  watch(narrowNav, (value) => remember('narrow-nav', value));

  async function useLanguage(next: Language): Promise<void> {
    await setLanguage(next);
    language.value = next;
    remember('language', next);
  }
  return { language, theme, narrowNav, dark, useLanguage };
});
