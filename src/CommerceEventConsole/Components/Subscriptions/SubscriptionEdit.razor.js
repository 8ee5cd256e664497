// Enter in a search box chooses or searches; it must not save the form around it.
export function keepEnter(page) {
  page.addEventListener('keydown', e => {
    if (e.key === 'Enter' && e.target.type === 'search') e.preventDefault();
  });
}
