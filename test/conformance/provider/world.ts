/** The cloud of the provider of every kind: objects in a file, which a test may change behind Terraform's back. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

export type Thing = Readonly<Record<string, unknown>>;

/** There is no such object. */
export class Absent extends Error {}

export class World {
  readonly #file: string | undefined;
  #things: Readonly<Record<string, Thing>> = {};

  /** @param file where the objects are kept; without it they end with the process */
  constructor(file: string | undefined = undefined) {
    this.#file = file;
  }

  /** @throws {Absent} */
  get(id: string): Thing {
    const found = this.all()[id];
    if (found === undefined) throw new Absent(`There is no ${id}.`);
    return found;
  }

  has(id: string): boolean {
    return Object.hasOwn(this.all(), id);
  }

  /** Puts a new object there, and says the id that it got. */
  add(kind: string, thing: Thing): string {
    const taken = Object.keys(this.all()).filter((id) => id.startsWith(`${kind}-`));
    const id = `${kind}-${Math.max(0, ...taken.map((each) => Number(each.slice(kind.length + 1)))) + 1}`;
    this.put(id, thing);
    return id;
  }

  put(id: string, thing: Thing): void {
    this.#write({ ...this.all(), [id]: thing });
  }

  /** @throws {Absent} */
  remove(id: string): void {
    const { [id]: removed, ...rest } = this.all();
    if (removed === undefined) throw new Absent(`There is no ${id}.`);
    this.#write(rest);
  }

  /** By id. */
  all(): Readonly<Record<string, Thing>> {
    if (this.#file === undefined) return this.#things;
    return existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : {};
  }

  #write(things: Readonly<Record<string, Thing>>): void {
    if (this.#file === undefined) this.#things = things;
    else writeFileSync(this.#file, JSON.stringify(things));
  }
}
