import { separator } from '@/kernel/i18n';
import { defineDisplay } from '../display';
import Edit from './list-edit.vue';
import View from './list-view.vue';

export default defineDisplay({ types: ['list'], filter: 'text', view: View, edit: Edit, text: (value) => (Array.isArray(value) ? value : [value]).map(String).join(separator()) });
