import 'element-plus/theme-chalk/dark/css-vars.css';
import './styles/theme.css';
import './styles/base.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app.vue';
import { onLostSession } from './api/client';
import { i18n, setLanguage, t } from './kernel/i18n';
import { usePreferences } from './kernel/preferences';
import { makeRouter } from './kernel/router';
import { useSession } from './kernel/session';
import { modules } from './shell/modules';

const app = createApp(App).use(createPinia()).use(i18n);
const preferences = usePreferences();
await setLanguage(preferences.language);

const router = makeRouter(modules.flatMap((module) => module.routes), () => import('./shell/app-shell.vue'));
router.afterEach((to) => {
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t('app.name')}` : t('app.name');
});
onLostSession((loss) => useSession().renew(loss));
app.use(router).mount('#app');
