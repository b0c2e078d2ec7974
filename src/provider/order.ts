/**
 * The items in the order of a text that each has, by code units: the same on every machine, so that nothing moves
 * between two reads.
 */
export function orderedBy<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return items.toSorted((left, right) => {
    const [first, second] = [textOf(left), textOf(right)];
    return Number(first > second) - Number(first < second);
  });
}
