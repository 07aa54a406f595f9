// @vitest-environment node
// The house rules as tests: layers, sizes, texts.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '@/locales/en-US.json';
import zh from '@/locales/zh-CN.json';

const root = resolve(__dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((one) => join(root, one)).filter((one) => /\.(ts|vue)$/.test(one) && !one.endsWith('.d.ts'));
const product = files.filter((one) => !one.endsWith('.test.ts'));
const text = (file: string): string => readFileSync(file, 'utf8');
const name = (file: string): string => relative(root, file);

const layers = [['api'], ['kernel'], ['ui'], ['charts', 'displays'], ['records'], ['modules'], ['shell']];
const layerOf = (file: string): number => layers.findIndex((layer) => layer.includes(name(file).split('/')[0] ?? ''));
function importsOf(file: string): string[] {
  const found = [...text(file).matchAll(/(?:from|import\()\s*'((?:@\/|\.)[^']+)'/g)].map((match) => match[1] ?? '');
  return found.map((path) => (path.startsWith('@/') ? join(root, path.slice(2)) : resolve(dirname(file), path)));
}

describe('layers', () => {
  it('import only downwards, and modules never one another', () => {
    const broken: string[] = [];
    for (const file of product.filter((one) => layerOf(one) >= 0)) {
      for (const target of importsOf(file)) {
        const [from, to] = [name(file).split('/'), name(target).split('/')];
        const up = layerOf(target) > layerOf(file) || (layerOf(target) === layerOf(file) && from[0] !== to[0]);
        const across = from[0] === 'modules' && to[0] === 'modules' && from[1] !== to[1];
        if (up || across) broken.push(`${name(file)} imports ${name(target)}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
describe('sizes', () => {
  const lines = (file: string): number => text(file).split('\n').length;
  it('views have at most 150 lines, components and files 250', () => {
    const long = product.filter((file) => lines(file) > (file.includes('/views/') ? 150 : 250)).map((file) => `${name(file)}: ${lines(file)}`);
    expect(long).toEqual([]);
  });
});
describe('texts', () => {
  type Tree = { [key: string]: string | Tree };
  const keysOf = (tree: Tree, prefix = ''): string[] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`)));
  const known = keysOf(zh as Tree);
  const used = product.map(text).join('\n');
  it('are the same keys in both languages, none empty', () => {
    expect(keysOf(en as Tree)).toEqual(known);
    expect(JSON.stringify([zh, en])).not.toMatch(/: ?""/);
  });
  it('take the same values in both languages', () => {
    const at = (tree: Tree, key: string): string => key.split('.').reduce<string | Tree>((node, part) => (node as Tree)[part] ?? '', tree) as string;
    const values = (one: string): string[] => [...one.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
    expect(known.filter((key) => values(at(zh as Tree, key)).join() !== values(at(en as Tree, key)).join())).toEqual([]);
  });
  it('exist where the pages ask for them', () => {
    const asked = [...used.matchAll(/\bt\(\s*'([\w.-]+)'/g), ...used.matchAll(/title: '((?:nav|sign_in|pages|record|sheet|common)\.[\w.]+)'/g)].map((match) => match[1] ?? '');
    expect([...new Set(asked)].filter((key) => !known.includes(key))).toEqual([]);
  });
  it('are all asked for somewhere', () => {
    const stems = [...used.matchAll(/`([\w.]+[._])\$\{/g)].map((match) => match[1] ?? '');
    expect(known.filter((key) => !used.includes(`'${key}'`) && !stems.some((stem) => key.startsWith(stem)))).toEqual([]);
  });
  it('stand in the locale files only', () => {
    expect(product.filter((file) => /\p{Script=Han}/u.test(text(file))).map(name)).toEqual([]);
  });
});
it('the pages name no other host', () => {
  const hosts = product.filter((file) => /["'`](?:https?:)?\/\/[\w-]+\.\w/.test(text(file))).map(name);
  expect(hosts).toEqual([]);
});
