/** A priority queue. */
export interface Heap<T> {
  push(item: T): void;
  /** Takes out the item that comes before all others; undefined when there is none. */
  pop(): T | undefined;
}

/** A binary heap. @param before whether a must come out before b */
export function heap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  return {
    push(item) {
      let at = items.length;
      items.push(item);
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!before(item, items[parent])) break;
        items[at] = items[parent];
        at = parent;
      }
      items[at] = item;
    },
    pop() {
      const first = items[0];
      const item = items.pop();
      if (item === undefined || items.length === 0) return item;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child + 1 < items.length && before(items[child + 1], items[child])) child++;
        if (child >= items.length || !before(items[child], item)) break;
        items[at] = items[child];
        at = child;
      }
      items[at] = item;
      return first;
    },
  };
}
