/** What `npm run package` makes: what authors install, and the code of that for other languages. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { constructsFor, writeConstructs } from "../../scripts/constructs";
import { filesIn } from "../../scripts/generated-files";
import { LIBRARIES, type Library } from "../../scripts/libraries";
import { buildPackage } from "../../scripts/packages/build";
import { LANGUAGES, type Language } from "../../scripts/packages/languages";
import { provider } from "../../src/provider";
import { run } from "../support/process";
import { root } from "../support/terraform";
import { expectNames } from "./support/golden";
import { comparable, publicNames } from "./support/public-names";

const packages = path.join(root, "dist/packages");
let folder: string;
let printed: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-packages-"));
  const args = ["run", "--silent", "package", "--", "--languages", LANGUAGES.join()];
  const { status, stdout, stderr } = await run("npm", args, { cwd: root, env: process.env });
  if (status !== 0) throw new Error(`npm run package failed:\n${stdout}\n${stderr}`);
  printed = stdout + stderr;
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function archiveOf(library: Library): string {
  return path.join(packages, `huaweiecs-${library}-${provider.version}.tgz`);
}

function read(library: Library, name: string): string {
  return readFileSync(path.join(packages, library, name), "utf8");
}

test("it tells where the archives and the code are, and nothing else", () => {
  const archives = LIBRARIES.map((library) => `${path.relative(root, archiveOf(library))}  NN kB\n`);
  const code = LANGUAGES.flatMap((language) => LIBRARIES.map((library) => `dist/packages/${library}-${language}\n`));
  expect(printed.replaceAll(/\d+ kB/g, "NN kB")).toBe([...archives, ...code].join(""));
});

test("a language that there is no code for is refused by name, before anything is built", async () => {
  const options = { cwd: root, env: process.env };
  const { status, stdout, stderr } = await run(
    "npx",
    ["tsx", "scripts/package.ts", "--languages", "python,perl"],
    options,
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: "There is no code for perl. Choose from python, java, dotnet, go.\n",
  });
});

describe.each(LIBRARIES)("for %s, the package", (library) => {
  const sources = [...constructsFor(library).keys()].map((name) => `lib/${name.replace(/\.ts$/, "")}`);
  const compiled = sources.flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
  const published = [".jsii", "LICENSE", "README.md", "package.json", ...compiled].sort();

  test("has each source compiled, its types, the assembly and what npm shows, and nothing else", async () => {
    const { stdout } = await run("tar", ["-tzf", archiveOf(library)], { env: process.env });
    const packed = stdout.trim().split("\n");
    expect(packed.sort()).toEqual(published.map((name) => `package/${name}`).sort());
    expect(filesIn(path.join(packages, library))).toEqual(published);
  });

  test("is small", () => {
    expect(statSync(archiveOf(library)).size).toBeLessThan(100_000);
  });

  test("names nothing of the machine that it was built on, and no address to download from", () => {
    const places = [root, os.homedir(), os.tmpdir()].map((place) => `${place}/`);
    expect(published.filter((name) => places.some((place) => read(library, name).includes(place)))).toEqual([]);
    const text = published.map((name) => read(library, name)).join("\n");
    const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)(\/[\w-]*)?/g)].map(
      ([, host, first = ""]) => `${host}${first}`,
    );
    const known = [
      // Docs: of the provider and the library, of how to sign in, and of the licence.
      "registry.terraform.io/providers",
      library === "cdktf" ? "cdk.tf/complex-object-as-configuration" : "cdktn.io/docs",
      library === "cdktf" ? "developer.hashicorp.com/terraform" : "cdktn.io",
      "iam.",
      "mozilla.org/MPL",
      "github.com/huaweiecs",
    ];
    expect([...new Set(hosts)].sort()).toEqual(known.sort());
  });

  test("is of this version, for the library and for the constructs that the library works with", () => {
    const manifest = JSON.parse(read(library, "package.json"));
    const installed = JSON.parse(readFileSync(path.join(root, "node_modules", library, "package.json"), "utf8"));
    const [major, minor] = installed.version.split(".");
    expect(manifest).toMatchObject({
      name: `@huaweiecs/${library}`,
      version: JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).version,
      license: "MPL-2.0",
      engines: JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).engines,
      peerDependencies: { [library]: `^${major}.${minor}.0`, constructs: installed.peerDependencies.constructs },
    });
    expect(Object.keys(manifest.peerDependencies)).toHaveLength(2);
    expect(manifest).not.toHaveProperty("dependencies");
    expect(manifest).not.toHaveProperty("exports");
  });

  test("tells the library's command line which provider its classes are for", () => {
    const manifest = JSON.parse(read(library, "package.json"));
    const block = { isDeprecated: false, provider: { name: provider.address, version: provider.version } };
    expect(manifest.cdktf).toEqual(block);
    expect(manifest.cdktn).toEqual(library === "cdktn" ? block : undefined);
  });

  test("has classes that accept every patch release of the provider", () => {
    const [major, minor] = provider.version.split(".");
    const code = read(library, `lib/generated/${library}/nic-attachment-setting/index.js`);
    expect(code).toContain(`providerVersionConstraint: '~> ${major}.${minor}'`);
  });

  test("has a README whose links lead somewhere in the project", () => {
    const place = path.join(root, "packages", library);
    const links = [...read(library, "README.md").matchAll(/\]\((?!https:)([^)#]*)/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !existsSync(path.join(place, link)))).toEqual([]);
  });

  test("is the same to the last byte when it is built in another place", async () => {
    const { archive } = await buildPackage(library, mkdtempSync(path.join(folder, "again-")));
    expect(digest(archive)).toBe(digest(archiveOf(library)));
  }, 60_000);
});

test("what other languages could not have is refused with the rule and the place", async () => {
  const built = buildPackage("cdktf", mkdtempSync(path.join(folder, "refused-")), (library, target) => {
    writeConstructs(library, target);
    const text = "export class Odd {\n  public static readonly some: Partial<Date> = {};\n}\n";
    appendFileSync(path.join(target, "retention.ts"), text);
    appendFileSync(path.join(target, "index.ts"), 'export { Odd } from "./retention";\n');
  });
  const refusal = await built.catch(({ message }: Error) => message);
  expect(refusal).toMatch(
    /^jsii does not accept the constructs for cdktf\.\nsrc\/constructs\/retention\.ts:\d+:\d+ - error JSII\d+: /,
  );
  expect(refusal).not.toContain("end-of-life");
}, 60_000);

describe.each(LANGUAGES)("in %s", (language) => {
  const codeFor = (library: Library) => path.join(packages, `${library}-${language}`);

  test("the types and members have the names that they always had", () => {
    const [cdktf, cdktn] = LIBRARIES.map((library) => publicNames(language, codeFor(library)));
    expectNames(language, { cdktf: cdktf ?? new Map(), cdktn: cdktn ?? new Map() });
  });

  test.each(LIBRARIES)("everything that TypeScript has for %s is there", (library) => {
    const names = comparable(publicNames(language, codeFor(library)));
    const missing = assemblyNames(library).filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });

  test.each(LIBRARIES)(
    "the README's example for %s is in the language, by the names that the package has there",
    (library) => {
      const texts = filesIn(codeFor(library))
        .filter((name) => /README\.md$|package-info\.java$|NamespaceDoc\.cs$/.test(name))
        .map((name) => readFileSync(path.join(codeFor(library), name), "utf8"));
      for (const line of exampleLines(library)[language]) expect(texts.join("\n")).toContain(line);
    },
  );
});

function exampleLines(library: Library): Readonly<Record<Language, readonly [imported: string, used: string]>> {
  const namespace = library === "cdktf" ? "Huaweiecs.Cdktf" : "Huaweiecs.Cdktn";
  return {
    python: [`\nfrom huaweiecs_${library} import HuaweiecsProvider, `, "    retention=NicRetention.KEEP\n"],
    java: [` import io.github.huaweiecs.${library}.NicRetention;\n`, "         .retention(NicRetention.KEEP)\n"],
    dotnet: [` using ${namespace};\n`, "     Retention = NicRetention.KEEP\n"],
    go: [
      `\nimport "github.com/huaweiecs/huaweiecs-${library}-go/huaweiecs"\n`,
      "\tRetention: huaweiecs.NicRetention_KEEP,\n",
    ],
  };
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;

(hasPython ? test : test.skip).each(LIBRARIES)(
  `the code for %s in python parses${hasPython ? "" : " (skipped: there is no python3)"}`,
  async (library) => {
    const files = filesIn(path.join(packages, `${library}-python`)).filter((name) => name.endsWith(".py"));
    expect(files.length).toBeGreaterThan(2);
    const script = "import ast, sys\nfor name in sys.argv[1:]: ast.parse(open(name, encoding='utf8').read(), name)";
    const options = { cwd: path.join(packages, `${library}-python`), env: process.env };
    expect(await run("python3", ["-c", script, ...files], options)).toEqual({ status: 0, stdout: "", stderr: "" });
  },
);

/** What the assembly declares to be public, in the form of `comparable`. */
function assemblyNames(library: Library): string[] {
  const assembly: Assembly = JSON.parse(read(library, ".jsii"));
  return Object.values(assembly.types).flatMap(({ namespace, name, members = [], methods = [], properties = [] }) => {
    const type = namespace === undefined ? name : `${namespace}.${name}`;
    const own = [...members, ...methods, ...properties].filter((member) => member.protected !== true);
    return [type, ...own.map((member) => `${type}.${member.name}`)].map((each) =>
      each.replaceAll("_", "").toLowerCase(),
    );
  });
}

interface Member {
  readonly name: string;
  readonly protected?: boolean;
}

interface Assembly {
  readonly types: Readonly<
    Record<
      string,
      {
        readonly namespace?: string;
        readonly name: string;
        readonly members?: readonly Member[];
        readonly methods?: readonly Member[];
        readonly properties?: readonly Member[];
      }
    >
  >;
}

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
