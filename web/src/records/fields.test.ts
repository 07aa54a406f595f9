import { describe, expect, it } from 'vitest';
import { fieldOf, kindOf } from '../../tests/in-page';
import { columnFields, filterFields, findField, inputsOf, isWide, sectionsOf } from './fields';

const kind = kindOf('unit', [
  fieldOf('late', 'text', { section: 'b' }), fieldOf('name'), fieldOf('impact', 'int', { section: 'a' }), fieldOf('grade', 'int', { section: 'a', computed: 'grade(impact, gone, name)' }), fieldOf('hidden', 'text', { filter: false }), fieldOf('long', 'long_text'),
], { label: 'name', sections: { a: { zh: 'A', en: 'Alpha' } } });

describe('fields of a kind', () => {
  it('stand by section in the order of the form, those without one first', () => {
    const sections = sectionsOf(kind);
    expect(sections.map((one) => [one.key, one.title?.en ?? null, one.fields.map((field) => field.name)])).toEqual([
      ['', null, ['name', 'hidden', 'long']], ['b', 'b', ['late']], ['a', 'Alpha', ['impact', 'grade']]]);
  });
  it('may be left out, and an empty section with them', () => expect(sectionsOf(kind, (field) => field.name === 'late').map((one) => one.key)).toEqual(['b']));
  it('are filtered and listed unless they say no', () => {
    expect(filterFields(kind).some((field) => field.name === 'hidden')).toBe(false);
    expect(columnFields(kind).map((field) => field.name)).toEqual(['late', 'impact', 'grade', 'hidden']);
  });
  it('name what they are computed from, as far as it is there', () => {
    expect(inputsOf(kind, 'grade(impact, gone, name)').map((field) => field.name)).toEqual(['impact', 'name']);
    expect(inputsOf(kind, 'constant')).toEqual([]);
  });
  it('know their width', () => expect([isWide(fieldOf('x', 'rows')), isWide(fieldOf('x', 'int')), findField(kind, 'none')]).toEqual([true, false, undefined]));
});
