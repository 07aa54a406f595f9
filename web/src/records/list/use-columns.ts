import { computed, ref } from 'vue';
import type { Kind } from '@/api/types';
import { displayOf } from '@/displays';
import { pick, t } from '@/kernel/i18n';
import { recall, remember } from '@/kernel/storage';
import type { Column } from '@/ui/data-table.vue';
import { columnFields } from '../fields';

/** The columns a list may show and those it shows: chosen per kind, remembered on this machine. */
export function useColumns(kind: Kind, withOrg: boolean) {
  const own = columnFields(kind).map((field) => ({
    key: `f:${field.name}`, title: pick(field.title), sort: displayOf(field.type).sortable && !field.multi ? field.name : undefined,
    end: field.type === 'int' || field.type === 'decimal', list: field.list === true,
  }));
  const all: (Column & { list: boolean })[] = [
    { key: 'label', title: t('record.name'), sort: kind.label, grow: true, list: true },
    { key: 'no', title: t('record.no'), list: false },
    { key: 'state', title: t('record.state'), sort: 'state', list: true },
    ...(withOrg && kind.owned !== false ? [{ key: 'org', title: t('record.org'), list: true }] : []),
    ...own,
    { key: 'updated_at', title: t('record.updated'), sort: 'updated_at', list: true },
  ];
  const usual = all.filter((column) => column.list).map((column) => column.key);
  const kept = recall<string[]>(`columns.${kind.name}`, usual).filter((key) => all.some((column) => column.key === key));
  const shown = ref<string[]>(kept.length > 0 ? kept : usual);
  const columns = computed(() => all.filter((column) => shown.value.includes(column.key)));
  function choose(keys: string[]): void { shown.value = keys; remember(`columns.${kind.name}`, keys); }
  return { all, shown, columns, choose, reset: () => choose(usual) };
}
