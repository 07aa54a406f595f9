import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'pages',
  routes: [
    { path: '/forbidden', name: 'forbidden', component: () => import('./views/forbidden.vue'), meta: { title: 'pages.forbidden' } },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('@/ui/not-found.vue'), meta: { title: 'pages.not_found' } },
  ],
});
