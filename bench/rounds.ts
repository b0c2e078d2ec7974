/** Runs candidates in turns and tells what each round gave. */
export type Candidates = Readonly<Record<string, () => Promise<Readonly<Record<string, number>>>>>;

/** One warm-up, then `rounds` rounds; prints a line for each candidate and figure, with the ratio to the first one. */
export async function compare(candidates: Candidates, rounds: number): Promise<void> {
  const figures = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(candidates)) {
      const measured = await measure();
      if (round === 0) continue;
      for (const [figure, value] of Object.entries(measured)) {
        const key = `${figure}\t${name}`;
        figures.set(key, [...(figures.get(key) ?? []), value]);
      }
    }
  }
  const reference = new Map<string, number>();
  for (const [key, values] of [...figures].sort(([left], [right]) => order(left) - order(right))) {
    const [figure = "", name = ""] = key.split("\t");
    const sorted = values.toSorted((left, right) => left - right);
    const median = sorted[Math.floor(sorted.length / 2)] as number;
    if (!reference.has(figure)) reference.set(figure, median);
    const ratio = (median / (reference.get(figure) as number)).toFixed(2);
    const numbers = [sorted[0], median, sorted.at(-1)].map((value) =>
      Math.round(value ?? 0)
        .toString()
        .padStart(7),
    );
    console.log(`${figure.padEnd(16)} ${name.padEnd(34)} ${numbers.join(" ")}   ${ratio}x`);
  }

  function order(key: string): number {
    const figuresSeen = [...new Set([...figures.keys()].map((each) => each.split("\t")[0]))];
    return figuresSeen.indexOf(key.split("\t")[0]);
  }
}
