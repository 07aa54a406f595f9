// How a field type is shown, written and filtered: one folder per display, found by glob.
import type { Component } from 'vue';
import type { Field, FieldType, Id, Json, Links } from '@/api/types';

export type FilterStyle = 'text' | 'range' | 'dates' | 'options' | 'yes_no' | 'record' | 'exists';
export interface Where { kind: string; id?: Id; org?: Id }
export interface Display {
  types: FieldType[];
  filter: FilterStyle;
  wide?: boolean;                       // takes the full width of a form
  sortable?: boolean;
  text: (value: Json, field: Field, links?: Links) => string;   // for cells, history, copies
  view?: Component;                     // props: value, field, links, where; default: text
  edit: Component;                      // props: modelValue, field, inputId, where, invalid
}
export const defineDisplay = (display: Display): Display => display;
export const isEmpty = (value: Json | undefined): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
