// Runs a composable as a page would: inside a component, with pinia, texts and a router at an address.
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { Field, Kind } from '@/api/types';
import { i18n } from '@/kernel/i18n';

export interface InPage<T> { used: T; router: Router; leave: () => void; wrapper: VueWrapper }
export async function inPage<T>(address: string, use: () => T): Promise<InPage<T>> {
  const pinia = createPinia();
  setActivePinia(pinia);
  const empty = defineComponent({ render: () => h('i') });
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: empty }] });
  await router.push(address);
  let used: T | undefined;
  const wrapper = mount(defineComponent({ setup() { used = use(); return () => h('i'); } }), { global: { plugins: [pinia, i18n, router] } });
  return { used: used as T, router, leave: () => wrapper.unmount(), wrapper };
}
/** Lets everything already promised happen. */
export const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

export const fieldOf = (name: string, type: Field['type'] = 'text', more: Partial<Field> = {}): Field => ({ name, type, title: { zh: name, en: name }, ...more });
export const kindOf = (name: string, fields: Field[] = [], more: Partial<Kind> = {}): Kind => ({
  name, version: 1, title: { zh: name, en: name }, fields, workflow: { start: 'draft', states: [{ name: 'draft', title: { zh: 'd', en: 'd' } }], moves: [] }, ...more,
});
