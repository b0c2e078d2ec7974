/** A filesystem mirror, from which `terraform init` installs the providers under test. */
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { addressesOf, localName, type ProviderUnderTest } from "./provider-under-test";

/** Fills the folder, and returns the CLI configuration that makes it the only source of providers. */
export function fillMirror(folder: string, providers: readonly ProviderUnderTest[]): string {
  for (const provider of providers) {
    const { program, version = "1.0.0" } = provider;
    for (const address of addressesOf(provider)) {
      const target = path.join(folder, address, version, platform());
      mkdirSync(target, { recursive: true });
      symlinkSync(program, path.join(target, `terraform-provider-${localName(provider)}_v${version}`));
    }
  }
  return `provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(folder)}
  }
}
`;
}

function platform(): string {
  const architecture = { x64: "amd64", ia32: "386" }[process.arch as string] ?? process.arch;
  return `${process.platform}_${architecture}`;
}
