// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { emptyState, filterValues, fromQuery, toQuery, toRequest, toSelection, withFilter, type ListState } from './filters';

const full: ListState = {
  q: 'core', sort: '-updated_at,name', page: 3, size: 100,
  filters: [
    { field: 'state', op: 'in', values: ['draft', 'returned'] }, { field: 'grade', op: 'gte', values: ['2'] }, { field: 'grade', op: 'lte', values: ['4'] },
    { field: 'org.type', op: 'eq', values: ['internet'] }, { field: 'org.region', op: 'in', values: ['320100'] }, { field: 'topology', op: 'exists', values: ['false'] },
    { field: 'name', op: 'contains', values: ['a&b=c,d'] },
  ],
};
describe('a list state in the address', () => {
  it('comes back as it went, for every kind of filter', () => {
    expect(fromQuery(toQuery(full))).toEqual(full);
    expect(fromQuery(new URLSearchParams(toQuery(full)))).toEqual(full);
  });
  it('leaves out what equals the default', () => expect(toQuery(emptyState())).toEqual({}));
  it('keeps the dot of an organisation field apart from an operator', () => {
    expect(fromQuery({ 'f.org.type': 'x' }).filters).toEqual([{ field: 'org.type', op: 'eq', values: ['x'] }]);
    expect(fromQuery({ 'f.org.type.in': 'x,y' }).filters).toEqual([{ field: 'org.type', op: 'in', values: ['x', 'y'] }]);
  });
  it('falls back where numbers are broken and ignores foreign words', () => {
    expect(fromQuery({ page: '-1', size: '9999', tab: 'x', 'f.': 'y', 'f.a': '' })).toEqual(emptyState());
  });
  it('says page and size to the server, and neither to an export', () => {
    expect(toRequest(full).get('page')).toBe('3');
    expect(toSelection(full).has('page')).toBe(false);
    expect(toSelection(full).get('f.state.in')).toBe('draft,returned');
  });
  it('goes to the first page when a filter changes and drops an emptied one', () => {
    const next = withFilter(full, 'grade', 'gte', ['5']);
    expect(next.page).toBe(1);
    expect(filterValues(next, 'grade', 'gte')).toEqual(['5']);
    expect(filterValues(next, 'grade', 'lte')).toEqual(['4']);
    expect(withFilter(full, 'name', 'contains', []).filters.some((one) => one.field === 'name')).toBe(false);
  });
});
