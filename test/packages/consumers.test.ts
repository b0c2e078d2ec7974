/** The packages as their users have them: from the archives, in projects of their own, by every compiler that is in use. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { LIBRARIES, type Library } from "../../scripts/libraries";
import { buildPackage } from "../../scripts/packages/build";
import { root } from "../support/terraform";
import { Consumer, MODULES, type Program } from "./support/consumer";

const COMPILERS = {
  "TypeScript 5.9": path.join(root, "test/tools/node_modules/typescript5/bin/tsc"),
  "TypeScript 6": path.join(root, "test/tools/node_modules/typescript6/bin/tsc"),
  "TypeScript 7": path.join(root, "node_modules/.bin/tsc"),
};
const NEWEST = COMPILERS["TypeScript 7"];

let folder: string;
let consumers: ReadonlyMap<Library, Consumer> = new Map();

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-packages-"));
  const made = LIBRARIES.map(async (library): Promise<[Library, Consumer]> => {
    return [library, await Consumer.of(await buildPackage(library, folder))];
  });
  consumers = new Map(await Promise.all(made));
}, 120_000);

afterAll(() => {
  for (const consumer of consumers.values()) consumer.remove();
  rmSync(folder, { recursive: true, force: true });
});

function consumerOf(library: Library): Consumer {
  const consumer = consumers.get(library);
  if (consumer === undefined) throw new Error(`There is no consumer of the package for ${library}.`);
  return consumer;
}

describe.each(LIBRARIES)("for %s", (library) => {
  describe.each(Object.entries(COMPILERS))("%s", (_, compiler) => {
    test.each(MODULES)(
      "accepts a strict project in %s, and finds its mistakes",
      async (module) => {
        expect(await consumerOf(library).typeCheck(compiler, module)).toEqual({ status: 0, stdout: "", stderr: "" });
      },
      90_000,
    );
  });

  test("CommonJS and ES modules write the same, which is what the program says", async () => {
    const [commonjs, nodenext] = await inBoth(library, "main");
    expect(nodenext).toEqual(commonjs);
    expect(Object.keys(commonjs)).toEqual(["nics"]);
    expect(JSON.parse(commonjs.nics ?? "")).toMatchObject(expected);
  }, 90_000);

  test("the README's example runs in both too", async () => {
    const [commonjs, nodenext] = await inBoth(library, "readme");
    expect(nodenext).toEqual(commonjs);
    const { resource } = JSON.parse(commonjs["retain-nics"] ?? "");
    expect(resource.huaweiecs_nic_attachment_setting["web-primary"].delete_on_termination).toBe(false);
  }, 90_000);

  test("a file can be required by itself, without an extension", async () => {
    const file = `require("@huaweiecs/${library}/lib/nic-attachment-setting").NicAttachmentSetting`;
    const same = `require("@huaweiecs/${library}").NicAttachmentSetting`;
    expect(await consumerOf(library).evaluate(`${file} === ${same}`)).toBe("true");
  });

  test("tools can read the package's own manifest and assembly", async () => {
    const name = `require("@huaweiecs/${library}/package.json").name`;
    const assembly = `JSON.parse(fs.readFileSync(require.resolve("@huaweiecs/${library}/.jsii"))).name`;
    expect(await consumerOf(library).evaluate(`[${name}, ${assembly}].join()`)).toBe(
      `@huaweiecs/${library},@huaweiecs/${library}`,
    );
  });
});

test("both packages write the same for Terraform", async () => {
  const [cdktf, cdktn] = await Promise.all(
    LIBRARIES.map(async (library) => {
      const { nics } = await consumerOf(library).synthesize(NEWEST, "commonjs", "main");
      return withoutNotes(nics);
    }),
  );
  expect(cdktn).toEqual(cdktf);
}, 90_000);

type Written = Readonly<Record<string, string>>;

async function inBoth(library: Library, program: Program): Promise<readonly [commonjs: Written, nodenext: Written]> {
  const consumer = consumerOf(library);
  const commonjs = await consumer.synthesize(NEWEST, "commonjs", program);
  return [commonjs, await consumer.synthesize(NEWEST, "nodenext", program)];
}

/** What the library notes beside each block, and where it keeps the state of a stack, are its own. */
function withoutNotes(written = ""): unknown {
  return JSON.parse(written, (key, value) => (key === "//" || key === "backend" ? undefined : value));
}

const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";

const expected = {
  provider: { huaweiecs: [{ region: "cn-north-4" }] },
  data: {
    huaweiecs_servers: { servers: { name: "web-", tags: { team: "blue" } } },
    huaweiecs_nic_attachments: { nics: { primary: false } },
  },
  resource: {
    huaweiecs_nic_attachment_setting: {
      bare: { server_id: WEB, delete_on_termination: false },
      each: { delete_on_termination: false, for_each: `\${toset(data.huaweiecs_nic_attachments.nics.port_ids)}` },
    },
    huaweiecs_nic_attachment: {
      attached: { delete_on_termination: true, timeouts: { create: "30m" }, lifecycle: { prevent_destroy: true } },
    },
    huaweiecs_server_nic_policy: {
      policy: { delete_on_termination: false, overrides: { "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057": false } },
    },
  },
  output: { mac: { value: `\${huaweiecs_nic_attachment.attached.mac_address}` } },
};
