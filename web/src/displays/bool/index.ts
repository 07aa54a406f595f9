import { t } from '@/kernel/i18n';
import { defineDisplay } from '../display';
import Edit from './bool-edit.vue';

export default defineDisplay({ types: ['bool'], filter: 'yes_no', sortable: true, text: (value) => t(value === true ? 'common.yes' : 'common.no'), edit: Edit });
