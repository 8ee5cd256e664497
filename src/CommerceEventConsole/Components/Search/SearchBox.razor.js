// Ctrl+K, or Cmd+K, goes to the search from anywhere; the arrows move through the hits and not through the text.
let stopListening;

export function start(input) {
  const onKey = e => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
      e.preventDefault();
      input.focus();
      input.select();
    } else if (e.target === input && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
      e.preventDefault();
    }
  };
  document.addEventListener('keydown', onKey);
  stopListening = () => document.removeEventListener('keydown', onKey);
}

export const stop = () => stopListening?.();
