import { beforeEach, describe, expect, it } from 'vitest';
import { remember } from '@/kernel/storage';
import { fieldOf, inPage, kindOf } from '../../../tests/in-page';
import { useColumns } from './use-columns';

const kind = kindOf('app', [fieldOf('name', 'text', { list: true }), fieldOf('grade', 'int', { list: true }), fieldOf('note', 'long_text', { list: true }), fieldOf('place'), fieldOf('tags', 'code', { multi: true, list: true })], { label: 'name' });
const keys = (columns: { key: string }[]): string[] => columns.map((one) => one.key);
const open = async (withOrg = true) => (await inPage('/', () => useColumns(kind, withOrg))).used;
beforeEach(() => localStorage.clear());

describe('columns', () => {
  it('are the listed fields between name and time; long texts never, the name only once', async () => {
    expect(keys((await open()).columns.value)).toEqual(['label', 'state', 'org', 'f:grade', 'f:tags', 'updated_at']);
    expect(keys((await open(false)).columns.value)).not.toContain('org');
  });
  it('put numbers at the end of the cell, and do not sort by a field of many values', async () => {
    const { all } = await open();
    expect(all.find((one) => one.key === 'f:grade')).toMatchObject({ end: true, sort: 'grade' });
    expect(all.find((one) => one.key === 'f:tags')?.sort).toBeUndefined();
  });
  it('are remembered as chosen, in the order of the form, and go back', async () => {
    const first = await open();
    first.choose(['f:place', 'label']);
    expect(keys((await open()).columns.value)).toEqual(['label', 'f:place']);
    first.reset();
    expect(keys(first.columns.value)).toContain('f:grade');
  });
  it('survive a field that no longer exists', async () => {
    remember('columns.app', ['f:gone']);
    expect(keys((await open()).columns.value)).toContain('label');
  });
});
