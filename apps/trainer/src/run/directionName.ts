/** A direction as a key of results: `imageToText`. */
export const directionName = (from: string, to: string): string =>
  `${from}To${to.charAt(0).toUpperCase()}${to.slice(1)}`;
