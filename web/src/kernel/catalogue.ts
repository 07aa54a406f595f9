// Kinds, taxonomies and plans: loaded once per session, read everywhere, never changed by the page.
import { shallowRef } from 'vue';
import { catalogue as load } from '@/api/session';
import type { Catalogue, Field, Kind, Option, Plan, State, Taxonomy } from '@/api/types';

const loaded = shallowRef<Catalogue | null>(null);
let pending: Promise<void> | null = null;

export async function loadCatalogue(): Promise<void> {
  if (loaded.value) return;
  pending ??= load().then((value) => { loaded.value = value; }).finally(() => { pending = null; });
  await pending;
}
export function forgetCatalogue(): void { loaded.value = null; }
export function putCatalogue(value: Catalogue): void { loaded.value = value; }

export const kinds = (): Kind[] => loaded.value?.kinds ?? [];
export const findKind = (name: string): Kind | undefined => kinds().find((kind) => kind.name === name);
export const plans = (): Plan[] => loaded.value?.plans ?? [];
export const findTaxonomy = (name: string | undefined): Taxonomy | undefined =>
  name ? loaded.value?.taxonomies[name] : undefined;
export const optionsOf = (field: Field): Option[] =>
  field.options?.length ? field.options : (findTaxonomy(field.of)?.entries ?? []);
export const findState = (kind: Kind | undefined, name: string): State | undefined =>
  kind?.workflow.states.find((state) => state.name === name);
// An enterprise may be of several types: the field is then called `types`.
export const orgField = (name: string): Field | undefined =>
  findKind('organisation')?.fields.find((field) => field.name === name || field.name === `${name}s`);
export const orgOptions = (name: string): Option[] => {
  const field = orgField(name);
  return field ? optionsOf(field) : [];
};
