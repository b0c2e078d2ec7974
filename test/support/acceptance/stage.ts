/** One state with its configuration: the case's own, or a copy of it to import into. */
import { copyFileSync, existsSync } from "node:fs";
import path from "node:path";
import { type Cli, STATE_FILE } from "./cli";
import { type Files, replaceFiles } from "./configuration";
import type { State } from "./documents";
import type { Workplace } from "./workplace";

export class Stage {
  readonly cli: Cli;
  readonly #workplace: Workplace;
  readonly #initializes: boolean;
  #files: Files = {};
  #planned: Files | undefined;
  #copies = 0;
  /** The last state before a destroy. */
  destroyed: State | undefined;

  /** `initializes`: whether Terraform needs `init` for a new configuration. */
  constructor(workplace: Workplace, cli: Cli, initializes: boolean) {
    this.#workplace = workplace;
    this.cli = cli;
    this.#initializes = initializes;
  }

  get files(): Files {
    return this.#files;
  }

  /** Puts the configuration in the place of the one before. */
  async configure(files: Files): Promise<void> {
    const isNew = JSON.stringify(files) !== JSON.stringify(this.#files);
    if (!isNew) return;
    replaceFiles(this.cli.folder, this.#files, files);
    this.#files = files;
    if (this.#initializes) await this.cli.init();
  }

  /** The configuration is good enough to destroy by. */
  markPlanned(): void {
    this.#planned = this.#files;
  }

  /** Destroys what is left, by the last configuration that could be planned. */
  async destroyRest(): Promise<void> {
    if (!this.cli.hasResources()) return;
    await this.configure(this.#planned ?? this.#files);
    await this.keepState();
    await this.cli.destroy();
  }

  /** Keeps the state for `checkDestroy`. */
  async keepState(): Promise<void> {
    this.destroyed = await this.cli.showState();
  }

  /** A folder of its own with this state and these files. */
  async copy(files: Files): Promise<Stage> {
    this.#copies++;
    const stage = new Stage(this.#workplace, this.#workplace.cli(`import-${this.#copies}`), this.#initializes);
    stage.#takeStateOf(this);
    await stage.configure(files);
    return stage;
  }

  /** Takes the copy's state for its own. */
  adopt(copy: Stage): void {
    this.#takeStateOf(copy);
  }

  #takeStateOf(other: Stage): void {
    const source = path.join(other.cli.folder, STATE_FILE);
    if (existsSync(source)) copyFileSync(source, path.join(this.cli.folder, STATE_FILE));
  }
}
