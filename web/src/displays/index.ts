import type { Field, FieldType, Json, Links } from '@/api/types';
import { isEmpty, type Display } from './display';

const found = import.meta.glob<{ default: Display }>('./*/index.ts', { eager: true });
const byType = new Map<FieldType, Display>();
for (const file of Object.values(found)) for (const type of file.default.types) byType.set(type, file.default);

export function displayOf(type: FieldType): Display {
  const display = byType.get(type) ?? byType.get('text');
  if (!display) throw new Error(`no display for field type ${type}`);
  return display;
}
export const textOf = (value: Json | undefined, field: Field, links?: Links): string =>
  (isEmpty(value) ? '' : displayOf(field.type).text(value as Json, field, links));
