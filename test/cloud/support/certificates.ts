import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** The authority's own certificate. */
  readonly cert: string;
  /** A server's certificate for the names, such as `DNS:ecs.example.test` or `IP:127.0.0.1`. */
  issue(...names: readonly string[]): Pair;
  /** A file of the folder that `remove` removes. */
  file(name: string, content: string): string;
  remove(): void;
}

/** A certificate authority of one test, made by OpenSSL. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), "huaweiecs-ca-"));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "1",
    "-subj",
    "/CN=Test authority",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  let count = 0;
  return {
    cert: readFileSync(path("ca.pem"), "utf8"),
    issue(...names) {
      const [key, request, cert] = [`${++count}.key`, `${count}.csr`, `${count}.pem`];
      writeFileSync(path(`${count}.ext`), `subjectAltName=${names.join(",")}\n`);
      openssl("req", ...newKey, "-subj", "/CN=test", "-keyout", key, "-out", request);
      const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1", "-extfile", `${count}.ext`];
      openssl("x509", "-req", "-in", request, ...by, "-out", cert);
      return { cert: readFileSync(path(cert), "utf8"), key: readFileSync(path(key), "utf8") };
    },
    file(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
