import type { LocalText, Option } from '@/api/types';

export interface TreeNode { value: string; label: string; children?: TreeNode[] }

/** Options with `parent` as a tree; a parent that is not in the list makes a root. */
export function treeOf(options: Option[], name: (text: LocalText) => string): TreeNode[] {
  const nodes = new Map(options.map((one) => [one.code, { value: one.code, label: name(one.title) } as TreeNode]));
  const roots: TreeNode[] = [];
  for (const one of options) {
    const node = nodes.get(one.code) as TreeNode;
    const parent = one.parent ? nodes.get(one.parent) : undefined;
    if (parent) (parent.children ??= []).push(node);
    else roots.push(node);
  }
  return roots;
}
