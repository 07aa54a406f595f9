import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'sign-in',
  routes: [{
    path: '/sign-in', name: 'sign-in', component: () => import('./views/sign-in.vue'),
    meta: { open: true, bare: true, title: 'sign_in.title' },
  }],
});
