// Keeps to the tree what the browser would do with its keys: scroll at arrows and at the space bar, send the form at Enter.
const kept = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', ' ', 'Enter']);

export function tame(tree) {
  tree?.addEventListener('keydown', e => {
    const isRow = e.target.getAttribute('role') === 'treeitem';
    if (isRow ? kept.has(e.key) && !e.altKey && !e.ctrlKey && !e.metaKey : e.key === 'Enter' && e.target.tagName === 'INPUT') e.preventDefault();
  });
}
