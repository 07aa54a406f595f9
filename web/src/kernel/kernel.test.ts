// The small parts: catalogue, texts, memory, keys, events, preferences.
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, nextTick } from 'vue';
import * as api from '@/api/session';
import type { Catalogue } from '@/api/types';
import { fieldOf, kindOf } from '../../tests/in-page';
import { findKind, findState, findTaxonomy, forgetCatalogue, loadCatalogue, optionsOf, orgOptions, putCatalogue } from './catalogue';
import { onChange } from './events';
import { pick, separator, setLanguage, t } from './i18n';
import { useKeys } from './keys';
import { usePreferences } from './preferences';
import { recall, remember } from './storage';

vi.mock('@/api/session');
const option = (code: string) => ({ code, title: { zh: code, en: code } });
const catalogue: Catalogue = {
  kinds: [kindOf('organisation', [fieldOf('types', 'code', { of: 'org_types', multi: true }), fieldOf('region', 'code', { of: 'regions' })])], plans: [],
  taxonomies: { org_types: { title: { zh: '', en: '' }, entries: [option('internet')] }, regions: { title: { zh: '', en: '' }, entries: [option('320100')] } },
};
afterEach(() => { vi.unstubAllGlobals(); localStorage.clear(); });

describe('the catalogue', () => {
  beforeEach(() => { forgetCatalogue(); vi.mocked(api.catalogue).mockReset().mockResolvedValue(catalogue); });
  it('is loaded once for all who ask at the same time, and anew for the next person', async () => {
    await Promise.all([loadCatalogue(), loadCatalogue()]);
    await loadCatalogue();
    expect(api.catalogue).toHaveBeenCalledOnce();
    forgetCatalogue();
    expect(findKind('organisation')).toBeUndefined();
    await loadCatalogue();
    expect(api.catalogue).toHaveBeenCalledTimes(2);
  });
  it('may be asked again after it failed', async () => {
    vi.mocked(api.catalogue).mockRejectedValueOnce(new Error('away'));
    await expect(loadCatalogue()).rejects.toThrow('away');
    await loadCatalogue();
    expect(findKind('organisation')).toBeDefined();
  });
  it('gives options of a field itself, or of its taxonomy, or none', () => {
    putCatalogue(catalogue);
    expect(optionsOf(fieldOf('x', 'enum', { options: [option('a')] })).map((one) => one.code)).toEqual(['a']);
    expect(optionsOf(fieldOf('x', 'code', { of: 'regions' })).map((one) => one.code)).toEqual(['320100']);
    expect(optionsOf(fieldOf('x', 'code', { of: 'gone' }))).toEqual([]);
    expect(findTaxonomy(undefined)).toBeUndefined();
  });
  it('finds the type of an enterprise that may have several', () => {
    putCatalogue(catalogue);
    expect(orgOptions('type').map((one) => one.code)).toEqual(['internet']);
    expect(orgOptions('colour')).toEqual([]);
    expect(findState(findKind('organisation'), 'draft')?.name).toBe('draft');
    expect(findState(undefined, 'draft')).toBeUndefined();
  });
});
describe('texts', () => {
  it('are of the page\'s language, or of the other where it is missing', async () => {
    await setLanguage('en-US');
    expect([pick({ zh: 'Z', en: 'E' }), pick({ zh: 'Z', en: '' }), pick('plain'), pick(null), separator()]).toEqual(['E', 'Z', 'plain', '', ', ']);
    expect(document.documentElement.lang).toBe('en-US');
    await setLanguage('zh-CN');
    expect([pick({ zh: 'Z', en: 'E' }), pick({ zh: '', en: 'E' }), t('common.save')]).toEqual(['Z', 'E', '\u4FDD\u5B58']);
  });
});
describe('the browser\'s memory', () => {
  it('gives back what it was given, else the fallback', () => {
    remember('a', { b: [1] });
    expect(recall('a', null)).toEqual({ b: [1] });
    expect(recall('other', 5)).toBe(5);
    localStorage.setItem('longpan.broken', '{');
    expect(recall('broken', 'x')).toBe('x');
  });
  it('may be refused by the browser', () => {
    vi.stubGlobal('localStorage', { getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('full'); }, clear: () => undefined });
    expect(() => remember('a', 1)).not.toThrow();
    expect(recall('a', 2)).toBe(2);
  });
});
describe('single keys', () => {
  const press = (key: string, more: KeyboardEventInit = {}, on: EventTarget = window): void => { on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more })); };
  it('act, but not while someone types or holds a modifier, and not after the page is left', () => {
    const act = vi.fn();
    const page = mount(defineComponent({ setup() { useKeys({ j: act, '?': act }); return () => null; } }), { attachTo: document.body });
    press('j');
    press('J');
    press('?');
    expect(act).toHaveBeenCalledTimes(3);
    const box = document.body.appendChild(document.createElement('textarea'));
    press('j', {}, box);
    press('j', { ctrlKey: true });
    press('x');
    expect(act).toHaveBeenCalledTimes(3);
    page.unmount();
    press('j');
    expect(act).toHaveBeenCalledTimes(3);
  });
});
describe('change events', () => {
  class Source {
    static open: Source[] = [];
    listeners: ((event: { data: string }) => void)[] = [];
    closed = false;
    constructor(readonly url: string) { Source.open.push(this); }
    addEventListener(_name: string, listener: (event: { data: string }) => void): void { this.listeners.push(listener); }
    close(): void { this.closed = true; }
  }
  it('come over one connection, which the last listener closes', () => {
    Source.open = [];
    vi.stubGlobal('EventSource', Source);
    const [one, two] = [vi.fn(), vi.fn()];
    const stopOne = onChange(one);
    const stopTwo = onChange(two);
    expect(Source.open).toHaveLength(1);
    Source.open[0]?.listeners[0]?.({ data: '{"kind":"app","id":5}' });
    expect(one).toHaveBeenCalledExactlyOnceWith({ kind: 'app', id: 5 });
    stopOne();
    expect(Source.open[0]?.closed).toBe(false);
    stopTwo();
    expect(Source.open[0]?.closed).toBe(true);
    onChange(one)();
    expect(Source.open).toHaveLength(2);
  });
});
describe('preferences', () => {
  it('colour the page, and are kept for the next visit', async () => {
    setActivePinia(createPinia());
    const preferences = usePreferences();
    preferences.theme = 'dark';
    await preferences.useLanguage('en-US');
    await nextTick();
    expect(document.documentElement.classList.contains('dark')).toBe(true);
    setActivePinia(createPinia());
    expect(usePreferences()).toMatchObject({ theme: 'dark', language: 'en-US', dark: true });
    usePreferences().theme = 'light';
    await nextTick();
    expect(document.documentElement.classList.contains('dark')).toBe(false);
  });
});
