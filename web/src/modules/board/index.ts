import { DataBoard } from '@element-plus/icons-vue';
import { defineModule } from '@/kernel/module';

export default defineModule({
  name: 'board',
  routes: [{ path: '/board', name: 'board', component: () => import('./views/board-page.vue'), meta: { needs: 'board', title: 'nav.board' } }],
  nav: [{ path: '/board', title: 'nav.board', icon: DataBoard, group: 'work', order: 20, needs: 'board' }],
});
