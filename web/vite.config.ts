import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import Components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { defineConfig } from 'vitest/config';

const backend = process.env.LONGPAN_URL ?? 'http://127.0.0.1:8081';

export default defineConfig({
  plugins: [
    vue(),
    // Element Plus parts are imported where they are used, so a page pays only for its own.
    Components({ dirs: [], dts: 'src/components.d.ts', resolvers: [ElementPlusResolver()] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_I18N_FULL_INSTALL__: 'true', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false' },
  build: { manifest: true, target: 'es2022', chunkSizeWarningLimit: 700, reportCompressedSize: false },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': backend, '/health': backend },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
    restoreMocks: true,
  },
});
