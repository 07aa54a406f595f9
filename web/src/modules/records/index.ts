import { defineModule } from '@/kernel/module';

// The registers have no entry of their own in the navigation: every kind has one.
export default defineModule({
  name: 'records',
  routes: [
    { path: '/records/:kind', name: 'records', component: () => import('./views/list-page.vue'), meta: { needs: 'records', title: 'nav.group.records' } },
    { path: '/records/:kind/new', component: () => import('./views/create-page.vue'), meta: { needs: 'records.create', title: 'record.create' } },
    { path: '/records/:kind/:id(\\d+)', component: () => import('./views/detail-page.vue'), meta: { needs: 'records', title: 'record.detail' } },
    { path: '/records/:kind/:id(\\d+)/edit', component: () => import('./views/edit-page.vue'), meta: { needs: 'records.write', title: 'common.edit' } },
    { path: '/records/:kind/:id(\\d+)/portal-sheet', component: () => import('./views/portal-sheet.vue'), meta: { needs: 'records', title: 'sheet.title' } },
  ],
});
