import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';
import { homeOf } from './permission';
import { useSession } from './session';

/** Routes of the modules plus the two pages everyone needs; the guard asks the session first. */
export function makeRouter(routes: RouteRecordRaw[], shell: RouteRecordRaw['component']): Router {
  const bare = routes.filter((route) => route.meta?.bare);
  const framed = routes.filter((route) => !route.meta?.bare);
  const router = createRouter({
    history: createWebHistory(),
    routes: [...bare, { path: '/', component: shell, children: framed } as RouteRecordRaw],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach(async (to) => {
    const session = useSession();
    await session.restore().catch(() => undefined);
    if (to.meta.open) return true;
    const user = session.user;
    if (!user) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
    if (user.must_change_password && to.path !== '/preferences') return { path: '/preferences', query: { password: '1' } };
    if (to.path === '/') return homeOf(user.role);
    if (to.meta.needs && !session.can(to.meta.needs)) return { name: 'forbidden' };
    return true;
  });
  return router;
}
