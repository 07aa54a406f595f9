// Every folder of modules/ with an index.ts is a module: a new one edits no list.
import { setKindActions } from '@/kernel/kind-actions';
import type { Module, NavEntry } from '@/kernel/module';

const found = import.meta.glob<{ default: Module }>('../modules/*/index.ts', { eager: true });
export const modules: Module[] = Object.values(found).map((file) => file.default);
const groups: NavEntry['group'][] = ['work', 'records', 'office'];
export const navEntries: NavEntry[] = modules.flatMap((module) => module.nav ?? []).sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.order - b.order);
setKindActions(modules.flatMap((module) => module.kindActions ?? []));
