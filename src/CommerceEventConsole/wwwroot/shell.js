// What only the browser knows or keeps: its time zone, the theme, whether the navigation is folded.
const remember = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
};
const recall = name => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1];

const mediaOf = (theme, of) => theme === 'auto' ? `(prefers-color-scheme: ${of})` : theme === of ? 'all' : 'not all';

window.consoleShell = {
  state: () => ({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, collapsed: recall('nav') === 'folded' }),
  setCollapsed: collapsed => remember('nav', collapsed ? 'folded' : 'open'),
  theme: () => document.documentElement.dataset.theme,
  setTheme: theme => {
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name=color-scheme]').content = theme === 'auto' ? 'light dark' : theme;
    for (const link of document.querySelectorAll('link[data-theme-of]')) link.media = mediaOf(theme, link.dataset.themeOf);
    remember('theme', theme);
  },
  copy: text => navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false,
};

// A menu closes when one clicks elsewhere or presses Escape.
const closeMenus = except => {
  for (const menu of document.querySelectorAll('details.user-menu[open]')) if (menu !== except) menu.open = false;
};
document.addEventListener('click', e => closeMenus(e.target.closest?.('details.user-menu')));
document.addEventListener('keydown', e => { if (e.key === 'Escape') closeMenus(); });

// A console that was restarted does not know this page any more: the page starts anew by itself.
const modal = document.getElementById('components-reconnect-modal');
new MutationObserver(() => {
  if (modal.classList.contains('components-reconnect-rejected')) location.reload();
}).observe(modal, { attributes: true, attributeFilter: ['class'] });
modal.querySelector('[data-reload]').addEventListener('click', () => location.reload());
