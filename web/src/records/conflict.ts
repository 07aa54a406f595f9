// Two people changed one record: what each did, seen from the version both began with.
import type { Data, Json } from '@/api/types';

export interface Difference { name: string; theirs: Json; mine: Json | undefined; contested: boolean }
export type Choice = 'mine' | 'theirs';
export const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Fields whose latest value differs from the base or from mine. Contested: both changed it, and differently. */
export function differences(base: Data, theirs: Data, mine: Data): Difference[] {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(base), ...Object.keys(mine)])];
  return names.flatMap((name) => {
    const changed = !same(base[name], theirs[name]);
    const wanted = name in mine && !same(mine[name], theirs[name]);
    if (!changed && !wanted) return [];
    return [{ name, theirs: theirs[name] ?? null, mine: wanted ? (mine[name] ?? null) : undefined, contested: changed && wanted }];
  });
}
/** What to save over the latest version: mine where nobody else touched the field, and where mine was chosen. */
export function merged(all: Difference[], choices: Record<string, Choice>): Data {
  const kept = all.filter((one) => one.mine !== undefined && (!one.contested || choices[one.name] === 'mine'));
  return Object.fromEntries(kept.map((one) => [one.name, one.mine ?? null]));
}
