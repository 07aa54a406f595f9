import { Checked } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'review',
  routes: [
    { path: '/review', component: () => import('./views/review-page.vue'), meta: { needs: 'review', title: 'nav.review' } },
    { path: '/review/:kind/:id(\\d+)', component: () => import('./views/review-page.vue'), meta: { needs: 'review', title: 'nav.review' } },
  ],
  nav: [{ path: '/review', title: 'nav.review', icon: Checked, group: 'work', order: 40, needs: 'review' }],
});
