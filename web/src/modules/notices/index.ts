import { Bell, Setting } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'notices',
  routes: [
    { path: '/notifications', component: () => import('./views/notice-page.vue'), meta: { needs: 'notices', title: 'nav.notifications' } },
    { path: '/preferences', component: () => import('./views/preference-page.vue'), meta: { needs: 'notices', title: 'nav.preferences' } },
  ],
  nav: [
    { path: '/notifications', title: 'nav.notifications', icon: Bell, group: 'office', order: 10, needs: 'notices' },
    { path: '/preferences', title: 'nav.preferences', icon: Setting, group: 'office', order: 90, needs: 'notices' },
  ],
});
