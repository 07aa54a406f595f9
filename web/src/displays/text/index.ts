import { defineDisplay } from '../display';
import Edit from './text-edit.vue';
import View from './text-view.vue';

export default defineDisplay({
  types: ['text', 'uscc', 'phone', 'email', 'url', 'domain', 'ip_range', 'icp_number'],
  filter: 'text', sortable: true, text: (value) => String(value), view: View, edit: Edit,
});
