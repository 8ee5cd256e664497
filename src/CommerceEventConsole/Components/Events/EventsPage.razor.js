// Tells the page when its list is scrolled away from the top, so that it holds still while somebody reads.
let stopListening;

export function start(page) {
  const content = document.getElementById('main');
  let scrolled = false;
  const look = () => {
    const now = content.scrollTop > 150;
    if (now === scrolled) return;
    scrolled = now;
    page.invokeMethodAsync('SetScrolledAsync', scrolled);
  };
  content.addEventListener('scroll', look, { passive: true });
  stopListening = () => content.removeEventListener('scroll', look);
}

export const toTop = () => document.getElementById('main').scrollTo({ top: 0 });
export const stop = () => stopListening?.();
