import { separator } from '@/kernel/i18n';
import type { FileRef, Json } from '@/api/types';
import { defineDisplay } from '../display';
import Edit from './file-edit.vue';
import View from './file-view.vue';

export const filesOf = (value: Json): FileRef[] => (value == null ? [] : ([value].flat() as unknown as FileRef[]));
export default defineDisplay({ types: ['file'], filter: 'exists', wide: true, view: View, edit: Edit, text: (value) => filesOf(value).map((file) => file.name).join(separator()) });
