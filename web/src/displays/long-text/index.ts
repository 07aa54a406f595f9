import { defineDisplay } from '../display';
import Edit from './long-text-edit.vue';
import View from './long-text-view.vue';

export default defineDisplay({ types: ['long_text'], filter: 'text', wide: true, text: (value) => String(value), view: View, edit: Edit });
