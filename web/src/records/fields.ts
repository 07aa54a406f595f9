// What a kind's fields mean for a page: which stand in a table, which in which section.
import type { Field, Kind, LocalText } from '@/api/types';
import { displayOf } from '@/displays';

export const findField = (kind: Kind, name: string): Field | undefined => kind.fields.find((field) => field.name === name);
export interface Section { key: string; title: LocalText | null; fields: Field[] }

/** Fields by section, in the order of the form; a field without one stands in the first. */
export function sectionsOf(kind: Kind, keep: (field: Field) => boolean = () => true): Section[] {
  const sections = new Map<string, Section>();
  for (const field of kind.fields.filter(keep)) {
    const named = typeof field.section === 'string' ? (kind.sections?.[field.section] ?? null) : (field.section ?? null);
    const key = typeof field.section === 'string' ? field.section : (field.section?.en ?? '');
    const section = sections.get(key) ?? { key, title: key ? (named ?? { zh: key, en: key }) : null, fields: [] };
    section.fields.push(field);
    sections.set(key, section);
  }
  return [...sections.values()].sort((a, b) => Number(a.key !== '') - Number(b.key !== ''));
}
export const filterFields = (kind: Kind): Field[] => kind.fields.filter((field) => field.filter !== false);
export const columnFields = (kind: Kind): Field[] => kind.fields.filter((field) => field.name !== kind.label && field.type !== 'long_text');
export const isWide = (field: Field): boolean => displayOf(field.type).wide === true;
/** "telecom_grade(impact, scale)" → the fields it reads. */
export function inputsOf(kind: Kind, computed: string): Field[] {
  const names = /\((.*)\)/.exec(computed)?.[1]?.split(',').map((one) => one.trim()) ?? [];
  return names.map((name) => findField(kind, name)).filter((field): field is Field => field !== undefined);
}
