/** An address without its query and its password, which may be secret: fit for messages and notes. */
export function plainUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
