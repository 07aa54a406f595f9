import { showNumber } from '@/kernel/dates';
import { defineDisplay } from '../display';
import Edit from './number-edit.vue';

export default defineDisplay({
  types: ['int', 'decimal'], filter: 'range', sortable: true, edit: Edit,
  text: (value, field) => `${typeof value === 'number' ? showNumber(value) : String(value)}${field.unit ? ` ${field.unit}` : ''}`,
});
