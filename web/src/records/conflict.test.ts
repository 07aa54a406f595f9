// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { differences, merged, same } from './conflict';

const base = { name: 'a', users: '10', sites: ['x'], grade: 2, note: null };
const theirs = { name: 'b', users: '20', sites: ['x'], grade: 2 };

describe('two versions of a record', () => {
  it('take nothing and null for the same, and lists by what is in them', () => {
    expect(same(undefined, null)).toBe(true);
    expect(same(['x'], ['x'])).toBe(true);
    expect(same(0, null)).toBe(false);
  });
  it('name what either side changed, and contest only what both did', () => {
    const all = differences(base, theirs, { users: '30', sites: ['x', 'y'] });
    expect(all).toEqual([
      { name: 'name', theirs: 'b', mine: undefined, contested: false }, { name: 'users', theirs: '20', mine: '30', contested: true },
      { name: 'sites', theirs: ['x'], mine: ['x', 'y'], contested: false },
    ]);
  });
  it('do not contest a field both changed alike', () => {
    expect(differences(base, theirs, { users: '20' }).find((one) => one.name === 'users')).toMatchObject({ mine: undefined, contested: false });
  });
  it('see a value taken away on either side', () => {
    expect(differences({ a: 1 }, {}, {})).toEqual([{ name: 'a', theirs: null, mine: undefined, contested: false }]);
    expect(differences({ a: 1 }, { a: 1 }, { a: null })).toEqual([{ name: 'a', theirs: 1, mine: null, contested: false }]);
  });
  it('are merged: mine where nobody else was, and where chosen', () => {
    const all = differences(base, theirs, { name: 'c', users: '30', grade: 3 });
    expect(merged(all, { name: 'mine', users: 'theirs' })).toEqual({ name: 'c', grade: 3 });
    expect(merged(all, {})).toEqual({ grade: 3 });
  });
});
