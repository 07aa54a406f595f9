// A module is a folder under modules/ whose index.ts default-exports this. Nothing lists modules by hand.
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';
import type { KindAction } from './kind-actions';
import type { Action } from './permission';

export interface NavEntry {
  path: string;
  title: string;            // locale key
  icon: Component;
  group: 'work' | 'records' | 'office';
  order: number;
  needs: Action;
}
export interface Module { name: string; routes: RouteRecordRaw[]; nav?: NavEntry[]; kindActions?: KindAction[] }
export const defineModule = (module: Module): Module => module;

declare module 'vue-router' {
  interface RouteMeta {
    title?: string;         // locale key of the page title
    needs?: Action;
    open?: boolean;         // reachable without a session
    bare?: boolean;         // without the shell (print, sign-in)
  }
}
