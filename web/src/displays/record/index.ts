import { separator } from '@/kernel/i18n';
import { defineDisplay } from '../display';
import Edit from './record-edit.vue';
import View from './record-view.vue';

export default defineDisplay({
  types: ['record'], filter: 'record', view: View, edit: Edit,
  text: (value, field, links) => (Array.isArray(value) ? value : [value]).map((id) => links?.[`${field.of}:${String(id)}`] ?? `#${String(id)}`).join(separator()),
});
