// Sums what a browser fetches for the first page (sign-in, then My work): the entry, the shell, the
// two views and everything they import, gzipped as the server sends them. Fails above the limit.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 350 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
// The icon set is fetched by the navigation of the shell, so it counts as well.
const roots = ['index.html', 'src/shell/app-shell.vue', 'src/modules/sign-in/views/sign-in.vue', 'src/modules/work/views/my-work.vue'];
const late = [/element-plus\/icons-vue/];

const files = new Set(['index.html', 'favicon.svg']);
const seen = new Set();
function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the manifest has no ${key}; was the build made with this source?`);
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) visit(next);
  for (const next of chunk.dynamicImports ?? []) if (late.some((one) => one.test(next))) visit(next);
}
for (const root of roots) visit(root);

let total = 0;
const sizes = [...files].map((file) => {
  const size = gzipSync(readFileSync(new URL(file, dist))).length;
  total += size;
  return [size, file];
});
for (const [size, file] of sizes.sort((a, b) => b[0] - a[0]).slice(0, 12)) console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${file}`);
console.log(`first page: ${(total / 1024).toFixed(1)} KB gzip in ${files.size} files (limit ${limit / 1024} KB)`);
if (total > limit) process.exit(1);
