import { t } from '@/kernel/i18n';
import { defineDisplay } from '../display';
import Edit from './rows-edit.vue';
import View from './rows-view.vue';

export default defineDisplay({ types: ['rows'], filter: 'exists', wide: true, view: View, edit: Edit, text: (value) => t('rows.count', { n: Array.isArray(value) ? value.length : 0 }) });
