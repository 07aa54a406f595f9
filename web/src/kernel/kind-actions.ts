// What a module offers on the list page of a kind, beside what every kind has.
import type { Action } from './permission';

export interface KindAction {
  kind: string;
  path: string;
  title: string;            // locale key
  needs: Action;
}

let known: KindAction[] = [];

export function setKindActions(actions: KindAction[]): void { known = actions; }
export const kindActions = (kind: string, can: (action: Action) => boolean): KindAction[] => known.filter((one) => one.kind === kind && can(one.needs));
