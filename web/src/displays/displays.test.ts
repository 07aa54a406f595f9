import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import type { Field, FieldType, Json } from '@/api/types';
import { i18n, setLanguage } from '@/kernel/i18n';
import { putCatalogue } from '@/kernel/catalogue';
import { displayOf, textOf } from '.';
import { linesOf } from './list/lines';
import { treeOf } from './option/tree';

const types: FieldType[] = ['text', 'long_text', 'int', 'decimal', 'bool', 'date', 'timestamp', 'code', 'enum', 'record', 'user', 'file', 'list', 'rows', 'uscc', 'phone', 'email', 'url', 'domain', 'ip_range', 'icp_number'];
const field = (type: FieldType, more: Partial<Field> = {}): Field => ({ name: 'x', type, title: { zh: 'X', en: 'X' }, ...more });
const options = [{ code: 'a', title: { zh: 'A', en: 'Alpha' } }, { code: 'b', title: { zh: 'B', en: 'Beta' }, parent: 'a' }];
beforeEach(async () => {
  putCatalogue({ kinds: [], plans: [], taxonomies: { greek: { title: { zh: '', en: '' }, verified: true, entries: options } } });
  await setLanguage('en-US');
});
const edit = (type: FieldType, value: Json, more: Partial<Field> = {}) =>
  mount(displayOf(type).edit, { props: { modelValue: value, field: field(type, more), inputId: 'i', label: 'L', where: { kind: 'k' } }, global: { plugins: [i18n] } });

describe('every field type', () => {
  it.each(types)('%s has a display of its own', (type) => expect(displayOf(type).types).toContain(type));
});
describe('as text', () => {
  it.each<[FieldType, Json, string, Partial<Field>]>([
    ['int', 1234, '1,234 GB', { unit: 'GB' }], ['bool', false, 'No', {}], ['bool', null, '', {}], ['code', 'b', 'Beta', { of: 'greek' }], ['enum', ['a', 'zz'], 'Alpha, zz', { options, multi: true }],
    ['list', ['1', '2'], '1, 2', {}], ['rows', [{}, {}], '2 rows', {}], ['file', { hash: 'h', name: 'f.pdf', size: 1, type: '' }, 'f.pdf', {}], ['date', '2024-07-31', '2024-07-31', {}],
  ])('%s %j → %s', (type, value, text, more) => expect(textOf(value, field(type, more))).toBe(text));
  it('names a linked record, or its id where the name is not known', () => {
    expect(textOf(7, field('record', { of: 'k' }), { 'k:7': 'Seven' })).toBe('Seven');
    expect(textOf(8, field('record', { of: 'k' }), {})).toBe('#8');
  });
});
describe('views', () => {
  const view = (value: string) => mount(displayOf('url').view as object, { props: { value, field: field('url') } });
  it('link only to web addresses', () => {
    expect(view('https://example.cn').find('a').attributes('rel')).toContain('noopener');
    expect(view('javascript:alert(1)').find('a').exists()).toBe(false);
  });
});
describe('editors', () => {
  it('keep "not said" apart from "no"', async () => {
    const box = edit('bool', null);
    await box.find('select').setValue('false');
    expect(box.emitted('update:modelValue')?.at(-1)).toEqual([false]);
    await box.find('select').setValue('');
    expect(box.emitted('update:modelValue')?.at(-1)).toEqual([null]);
  });
  it('empty text is null, not an empty string', async () => {
    const box = edit('text', 'a');
    await box.find('input').setValue('');
    expect(box.emitted('update:modelValue')?.at(-1)).toEqual([null]);
  });
  it('add, fill and remove rows', async () => {
    const box = edit('rows', [{ brand: 'one' }], { columns: [field('text', { name: 'brand' })] });
    await box.findAll('button').at(-1)?.trigger('click');
    expect(box.emitted('update:modelValue')?.at(-1)).toEqual([[{ brand: 'one' }, { brand: null }]]);
    await box.find('input').setValue('two');
    expect(box.emitted('update:modelValue')?.at(-1)).toEqual([[{ brand: 'two' }, { brand: null }]]);
    await box.find('button[aria-label^="Remove"]').trigger('click');
    await nextTick();
    expect(box.emitted('update:modelValue')?.at(-1)).toEqual([[{ brand: null }]]);
  });
});
it('reads a pasted column', () => expect(linesOf(' a.cn\nb.cn, a.cn;\n\nc.cn\uFF0Cd.cn')).toEqual(['a.cn', 'b.cn', 'c.cn', 'd.cn']));
it('makes a tree and keeps orphans as roots', () => {
  const tree = treeOf([...options, { code: 'c', title: { zh: 'C', en: 'C' }, parent: 'gone' }], (text) => text.en);
  expect(tree).toEqual([{ value: 'a', label: 'Alpha', children: [{ value: 'b', label: 'Beta' }] }, { value: 'c', label: 'C' }]);
});
