/** Numbers on the heap come without waiting: signals need a turn of their own. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
