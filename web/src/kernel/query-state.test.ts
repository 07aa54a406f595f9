// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { merged, wordsOf } from './query-state';

describe('words of an address', () => {
  it('takes only the known ones that say something', () => expect(wordsOf({ q: 'a', region: '', other: 'x', page: ['1'] }, ['q', 'region', 'page'])).toEqual({ q: 'a' }));
  it('goes back to the first page when a filter changes', () => expect(merged({ q: 'a', page: '4' }, { q: 'b' })).toEqual({ q: 'b' }));
  it('keeps the filters when the page changes', () => expect(merged({ q: 'a', page: '4' }, { page: '5' })).toEqual({ q: 'a', page: '5' }));
});
