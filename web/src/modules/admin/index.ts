import { List, Promotion, User } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'admin',
  routes: [
    { path: '/accounts', component: () => import('./views/account-page.vue'), meta: { needs: 'users', title: 'nav.accounts' } },
    { path: '/journal', component: () => import('./views/journal-page.vue'), meta: { needs: 'journal', title: 'nav.journal' } },
    { path: '/outbox', component: () => import('./views/outbox-page.vue'), meta: { needs: 'journal', title: 'nav.outbox' } },
  ],
  nav: [
    { path: '/accounts', title: 'nav.accounts', icon: User, group: 'office', order: 5, needs: 'users' },
    { path: '/journal', title: 'nav.journal', icon: List, group: 'office', order: 60, needs: 'journal' },
    { path: '/outbox', title: 'nav.outbox', icon: Promotion, group: 'office', order: 70, needs: 'journal' },
  ],
});
