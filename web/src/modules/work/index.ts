import { Calendar } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'work',
  routes: [{ path: '/work', name: 'work', component: () => import('./views/my-work.vue'), meta: { needs: 'work', title: 'nav.work' } }],
  nav: [{ path: '/work', title: 'nav.work', icon: Calendar, group: 'work', order: 10, needs: 'work' }],
});
