// Two complete languages; Chinese is in the first load, English comes when asked for.
import { createI18n } from 'vue-i18n';
import type { Language, LocalText } from '@/api/types';
import zhCN from '@/locales/zh-CN.json';

export type Messages = typeof zhCN;
export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as string,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN } as Record<string, Messages>,
});

export const language = (): Language => i18n.global.locale.value as Language;
export const isZh = (): boolean => language() === 'zh-CN';
export const t = (key: string, values: Record<string, unknown> = {}): string => i18n.global.t(key, values);

export const has = (key: string): boolean => i18n.global.te(key) || i18n.global.te(key, 'zh-CN');

export async function setLanguage(next: Language): Promise<void> {
  if (next === 'en-US' && !i18n.global.availableLocales.includes('en-US')) {
    const messages = await import('@/locales/en-US.json');
    i18n.global.setLocaleMessage('en-US', messages.default as Messages);
  }
  i18n.global.locale.value = next;
  document.documentElement.lang = next;
  document.title = t('app.name');
}

/** The text of the page's language; the other one where it is missing; '' for nothing. */
export function pick(text: LocalText | string | null | undefined): string {
  if (!text) return '';
  if (typeof text === 'string') return text;
  return (isZh() ? text.zh || text.en : text.en || text.zh) ?? '';
}
export const separator = (): string => (isZh() ? '\u3001' : ', ');
