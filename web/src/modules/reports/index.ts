import { Files } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'reports',
  routes: [{ path: '/reports/consistency', component: () => import('./views/consistency-page.vue'), meta: { needs: 'reports', title: 'nav.reports' } }],
  nav: [{ path: '/reports/consistency', title: 'nav.reports', icon: Files, group: 'office', order: 30, needs: 'reports' }],
});
