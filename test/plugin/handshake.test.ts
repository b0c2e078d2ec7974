import { createCertificate } from "../../src/plugin/certificate";
import { clientCertificate, handshakeLine, isStartedByTerraform } from "../../src/plugin/handshake";

const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
const address = { network: "unix", address: "/tmp/plugin-abc/s" } as const;

test("Terraform is known by its cookie", () => {
  expect(isStartedByTerraform({ TF_PLUGIN_MAGIC_COOKIE: COOKIE })).toBe(true);
  expect(isStartedByTerraform({ TF_PLUGIN_MAGIC_COOKIE: COOKIE.toUpperCase() })).toBe(false);
  expect(isStartedByTerraform({})).toBe(false);
});

test("TLS is wanted if a client certificate is given", () => {
  expect(clientCertificate({ PLUGIN_CLIENT_CERT: "PEM" })).toBe("PEM");
  expect(clientCertificate({ PLUGIN_CLIENT_CERT: "" })).toBeUndefined();
  expect(clientCertificate({})).toBeUndefined();
});

test("the line has six fields, the last one empty without TLS", () => {
  expect(handshakeLine(address, undefined, {})).toBe("1|6|unix|/tmp/plugin-abc/s|grpc|\n");
  const tcp = { network: "tcp", address: "127.0.0.1:1234" } as const;
  expect(handshakeLine(tcp, undefined, {})).toBe("1|6|tcp|127.0.0.1:1234|grpc|\n");
});

test.each(["true", "false"])("a client that asks for multiplexing (%s) is told that there is none", (asked) => {
  const line = handshakeLine(address, undefined, { PLUGIN_MULTIPLEX_GRPC: asked });
  expect(line).toBe("1|6|unix|/tmp/plugin-abc/s|grpc||false\n");
  expect(handshakeLine(address, undefined, { PLUGIN_MULTIPLEX_GRPC: "" })).toBe(handshakeLine(address, undefined, {}));
});

test("the certificate is base64 without padding, whatever its length", () => {
  for (let length = 60; length < 66; length++) {
    const der = Buffer.alloc(length, 0xff);
    const fields = handshakeLine(address, { ...createCertificate(), der }, {})
      .trimEnd()
      .split("|");
    expect(fields).toHaveLength(6);
    expect(fields[5]).toMatch(/^[A-Za-z0-9+/]+$/);
    expect(Buffer.from(fields[5] as string, "base64")).toEqual(der);
  }
});
