/** Loaded into the Node.js programs of a test: to them there are no other hosts, and those that they look up are written down. */
const { appendFileSync } = require("node:fs");
const dns = require("node:dns");

const { lookup } = dns;

dns.lookup = (host, ...others) => {
  if (host === "localhost" || /^127\./.test(host)) return lookup(host, ...others);
  appendFileSync(process.env.HUAWEIECS_TEST_LOOKUPS, `${host}\n`);
  const callback = others.at(-1);
  process.nextTick(() => callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" })));
};
