// What the command palette offers: places and actions this person may use, found by substring
// without regard to case and accents; then the server's search.
import type { Router } from 'vue-router';
import { kinds } from '@/kernel/catalogue';
import { pick, t } from '@/kernel/i18n';
import { usePreferences } from '@/kernel/preferences';
import { useSession } from '@/kernel/session';
import { navEntries } from './modules';

export interface Command { id: string; title: string; group: string; run: () => unknown }

export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word of the query must be in the title, in any order. */
export function matches(title: string, query: string): boolean {
  const hay = plain(title);
  return plain(query).split(/\s+/).filter(Boolean).every((word) => hay.includes(word));
}

export function commandsFor(router: Router): Command[] {
  const session = useSession();
  const preferences = usePreferences();
  const go = (path: string) => () => router.push(path);
  const places = navEntries.filter((entry) => session.can(entry.needs))
    .map((entry) => ({ id: entry.path, title: t(entry.title), group: t('palette.places'), run: go(entry.path) }));
  const visible = session.can('records') ? kinds() : [];
  const lists = visible.map((kind) => ({
    id: `list:${kind.name}`, title: pick(kind.title), group: t('palette.records'), run: go(`/records/${kind.name}`),
  }));
  const creations = visible.filter((kind) => kind.can_create && session.can('records.create')).map((kind) => ({
    id: `new:${kind.name}`, title: t('palette.create', { kind: pick(kind.title) }), group: t('palette.actions'), run: go(`/records/${kind.name}/new`),
  }));
  const looks: Command[] = [
    { id: 'theme:light', title: t('palette.theme', { theme: t('theme.light') }), group: t('palette.actions'), run: () => { preferences.theme = 'light'; } },
    { id: 'theme:dark', title: t('palette.theme', { theme: t('theme.dark') }), group: t('palette.actions'), run: () => { preferences.theme = 'dark'; } },
    { id: 'lang:zh', title: t('palette.language', { name: t('language.zh') }), group: t('palette.actions'), run: () => preferences.useLanguage('zh-CN') },
    { id: 'lang:en', title: t('palette.language', { name: t('language.en') }), group: t('palette.actions'), run: () => preferences.useLanguage('en-US') },
  ];
  return [...places, ...lists, ...creations, ...looks];
}
