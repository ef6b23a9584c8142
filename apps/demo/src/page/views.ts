/** Shows the view that the address names, '#translate-view', and the first one where it names none. */
export function views(): void {
  const all = [...document.querySelectorAll<HTMLElement>('.view')];
  const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a')];
  const show = (): void => {
    const chosen = all.find(({ id }) => `#${id}` === location.hash) ?? all[0];
    for (const view of all) view.hidden = view !== chosen;
    for (const link of links) {
      if (link.hash === `#${chosen.id}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };
  window.addEventListener('hashchange', show);
  show();
}
