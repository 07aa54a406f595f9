import type { Field, Json } from '@/api/types';
import { optionsOf } from '@/kernel/catalogue';
import { pick, separator } from '@/kernel/i18n';
import { defineDisplay } from '../display';
import Edit from './option-edit.vue';
import View from './option-view.vue';

export const titleOf = (code: Json, field: Field): string =>
  pick(optionsOf(field).find((option) => option.code === code)?.title) || String(code);

export default defineDisplay({
  types: ['enum', 'code'], filter: 'options', sortable: true, view: View, edit: Edit,
  text: (value, field) => (Array.isArray(value) ? value : [value]).map((code) => titleOf(code, field)).join(separator()),
});
