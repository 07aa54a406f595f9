import { showTime } from '@/kernel/dates';
import { defineDisplay } from '../display';
import Edit from './timestamp-edit.vue';

export default defineDisplay({ types: ['timestamp'], filter: 'dates', sortable: true, text: (value) => showTime(Number(value)), edit: Edit });
