// A list's state is its URL: the page's query and the server's query are the same words, so a
// link shows exactly what the sender saw and an export takes exactly what is on the screen.

export type Op = 'eq' | 'ne' | 'in' | 'gte' | 'lte' | 'contains' | 'exists';
const ops: Op[] = ['eq', 'ne', 'in', 'gte', 'lte', 'contains', 'exists'];
export interface Filter { field: string; op: Op; values: string[] }
export interface ListState { q: string; filters: Filter[]; sort: string; page: number; size: number }

export const defaultSize = 50;
export const emptyState = (): ListState => ({ q: '', filters: [], sort: '', page: 1, size: defaultSize });

type Source = URLSearchParams | Record<string, unknown>;
function* entriesOf(source: Source): Generator<[string, string]> {
  if (source instanceof URLSearchParams) { yield* source.entries(); return; }
  for (const [key, value] of Object.entries(source)) {
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') yield [key, one];
  }
}

function filterOf(key: string, value: string): Filter | null {
  const path = key.slice(2);
  const dot = path.lastIndexOf('.');
  const tail = path.slice(dot + 1) as Op;
  const known = dot > 0 && ops.includes(tail);
  const field = known ? path.slice(0, dot) : path;
  const op: Op = known ? tail : 'eq';
  if (!field || value === '') return null;
  return { field, op, values: op === 'in' ? value.split(',').filter(Boolean) : [value] };
}

const whole = (text: string, fallback: number, most: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : fallback;
};

/** Words that are not a list's are left out; a broken number falls back. */
export function fromQuery(source: Source): ListState {
  const state = emptyState();
  for (const [key, value] of entriesOf(source)) {
    if (key === 'q') state.q = value;
    else if (key === 'sort') state.sort = value;
    else if (key === 'page') state.page = whole(value, 1, 10_000_000);
    else if (key === 'size') state.size = whole(value, defaultSize, 500);
    else if (key.startsWith('f.')) {
      const filter = filterOf(key, value);
      if (filter) state.filters.push(filter);
    }
  }
  return state;
}

export function setFilters(params: URLSearchParams, filters: Filter[]): void {
  for (const { field, op, values } of filters) {
    if (values.length > 0) params.append(op === 'eq' ? `f.${field}` : `f.${field}.${op}`, values.join(','));
  }
}

/** For the address bar: what equals the default is left out. */
export function toQuery(state: ListState): Record<string, string> {
  const params = new URLSearchParams();
  if (state.q) params.set('q', state.q);
  setFilters(params, state.filters);
  if (state.sort) params.set('sort', state.sort);
  if (state.page > 1) params.set('page', String(state.page));
  if (state.size !== defaultSize) params.set('size', String(state.size));
  return Object.fromEntries(params);
}
/** For the server: page and size always said. */
export function toRequest(state: ListState): URLSearchParams {
  const params = new URLSearchParams(toQuery(state));
  params.set('page', String(state.page));
  params.set('size', String(state.size));
  return params;
}
/** The filtered set without paging: for export. */
export function toSelection(state: ListState): URLSearchParams {
  return new URLSearchParams(toQuery({ ...state, page: 1, size: defaultSize }));
}
export function withFilter(state: ListState, field: string, op: Op, values: string[]): ListState {
  const others = state.filters.filter((one) => one.field !== field || one.op !== op);
  const filters = values.length > 0 ? [...others, { field, op, values }] : others;
  return { ...state, filters, page: 1 };
}
export const filterValues = (state: ListState, field: string, op: Op): string[] =>
  state.filters.find((one) => one.field === field && one.op === op)?.values ?? [];
