/** What the package.json of a published package says, for npm and for jsii. */
import { provider } from "../../src/provider";
import type { Library } from "../libraries";

/** As far as `npm pack`, jsii and jsii-pacmak read it; names are those of their documentation. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly [field: string]: unknown;
}

interface Peers {
  /** The library, named in a sentence. */
  readonly title: string;
  /** The versions that the package works with, and the oldest of them, which jsii wants to hear about. */
  readonly library: { readonly range: string; readonly oldest: string };
  /** The same for `constructs`: what the library itself accepts. */
  readonly constructs: { readonly range: string; readonly oldest: string };
  /** The blocks by which the command lines of both libraries recognize packages of classes for a provider. */
  readonly providerBlocks: readonly Library[];
}

const PEERS: Readonly<Record<Library, Peers>> = {
  cdktf: {
    title: "CDKTF",
    library: { range: "^0.21.0", oldest: "0.21.0" },
    constructs: { range: "^10.4.2", oldest: "10.4.2" },
    providerBlocks: ["cdktf"],
  },
  cdktn: {
    title: "CDK Terrain (cdktn)",
    library: { range: "^0.24.0", oldest: "0.24.0" },
    constructs: { range: ">=10.6.0 <10.8.0", oldest: "10.6.0" },
    providerBlocks: ["cdktf", "cdktn"],
  },
};

/** Where a provider of this address has its source, by the rule of the Terraform Registry. */
const repository = `https://github.com/${provider.name}/terraform-provider-${provider.name}`;

export function manifestFor(library: Library): Manifest {
  const { title, library: own, constructs, providerBlocks } = PEERS[library];
  const block = { isDeprecated: false, provider: { name: provider.address, version: provider.version } };
  return {
    name: `@${provider.name}/${library}`,
    version: provider.version,
    description: `${title} constructs for the network interfaces (NICs) of Huawei Cloud ECS: whether a NIC outlives its server.`,
    keywords: ["cdk", ...providerBlocks, "terraform", "provider", "huaweicloud", "ecs", "nic"],
    license: "MPL-2.0",
    author: { name: provider.name, organization: true },
    homepage: repository,
    repository: { type: "git", url: `${repository}.git`, directory: `packages/${library}` },
    publishConfig: { access: "public" },
    main: "lib/index.js",
    types: "lib/index.d.ts",
    files: [".jsii", "lib/**/*.js", "lib/**/*.d.ts"],
    engines: { node: ">=20.19.0" },
    peerDependencies: { [library]: own.range, constructs: constructs.range },
    devDependencies: { [library]: own.oldest, constructs: constructs.oldest },
    // The interface may change in any minor version until 1.0. Docs in other languages say so then.
    stability: provider.version.startsWith("0.") ? "experimental" : "stable",
    ...Object.fromEntries(providerBlocks.map((name) => [name, block])),
    jsii: {
      outdir: "dist",
      versionFormat: "short",
      tsc: { rootDir: "src", outDir: "lib", sourceMap: false },
      targets: targetsFor(library),
    },
  };
}

/** How the package is called in other languages, each by its own customs. */
function targetsFor(library: Library): Readonly<Record<string, unknown>> {
  const { name } = provider;
  const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const namespace = `${capitalized(name)}.${capitalized(library)}`;
  return {
    python: { distName: `${name}-${library}`, module: `${name}_${library}` },
    java: {
      package: `io.github.${name}.${library}`,
      maven: { groupId: `io.github.${name}`, artifactId: `${name}-${library}` },
    },
    dotnet: { packageId: namespace, namespace },
    go: { moduleName: `github.com/${name}/${name}-${library}-go`, packageName: name },
  };
}
