// Brings a field into sight and puts the cursor there; returns whether it is on the page yet.
export function reveal(id) {
  const element = document.getElementById(id);
  if (!element) return false;
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
  return true;
}
