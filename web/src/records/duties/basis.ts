import type { Basis } from '@/api/types';

/** The clauses a duty rests on, as one line. */
export const basisText = (basis: Basis[] | string | undefined): string =>
  (typeof basis === 'string' ? basis : (basis ?? []).map((one) => `${one.doc} ${one.clause}`.trim()).join('; '));
