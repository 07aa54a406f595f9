import { defineDisplay } from '../display';
import Edit from './date-edit.vue';

export default defineDisplay({ types: ['date'], filter: 'dates', sortable: true, text: (value) => String(value), edit: Edit });
