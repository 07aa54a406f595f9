import { defineModule } from '@/kernel/module';

// Entries of the data catalogue from a scan result; the register itself is drawn from its kind.
export default defineModule({
  name: 'catalogue',
  routes: [{ path: '/catalogue/scan', component: () => import('./views/scan-page.vue'), meta: { needs: 'catalogue.scan', title: 'nav.scan' } }],
  kindActions: [{ kind: 'data_catalogue_item', path: '/catalogue/scan', title: 'nav.scan', needs: 'catalogue.scan' }],
});
