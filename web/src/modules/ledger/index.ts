import { Camera, Notebook } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'ledger',
  routes: [
    { path: '/ledger', component: () => import('./views/ledger-page.vue'), meta: { needs: 'ledger', title: 'nav.ledger' } },
    { path: '/ledger/:org(\\d+)', component: () => import('./views/ledger-page.vue'), meta: { needs: 'ledger', title: 'nav.ledger' } },
    { path: '/snapshots', component: () => import('./views/snapshots-page.vue'), meta: { needs: 'ledger.snapshot', title: 'nav.snapshots' } },
  ],
  nav: [
    { path: '/ledger', title: 'nav.ledger', icon: Notebook, group: 'work', order: 30, needs: 'ledger' },
    { path: '/snapshots', title: 'nav.snapshots', icon: Camera, group: 'office', order: 50, needs: 'ledger.snapshot' },
  ],
});
