import { defineDisplay } from '../display';
import Edit from './user-edit.vue';

export default defineDisplay({ types: ['user'], filter: 'exists', edit: Edit, text: (value, _field, links) => links?.[`user:${String(value)}`] ?? `#${String(value)}` });
