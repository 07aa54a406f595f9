import { Upload } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'imports',
  routes: [{ path: '/imports', component: () => import('./views/import-page.vue'), meta: { needs: 'import', title: 'nav.imports' } }],
  nav: [{ path: '/imports', title: 'nav.imports', icon: Upload, group: 'office', order: 20, needs: 'import' }],
});
