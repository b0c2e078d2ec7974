/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // got and its dependencies are ES modules, so node_modules is transformed too.
  transform: {
    "^.+\\.[jt]s$|^.+\\.mjs$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [
    "/node_modules/(?!(got|@sindresorhus|cacheable-.*|keyv|normalize-url|responselike|lowercase-keys|p-cancelable|form-data-encoder|mimic-response|decompress-response|byte-counter|get-stream|is-stream|@sec-ant)/)",
  ],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "/cdktf.out/"],
  reporters: ["default", "<rootDir>/test/support/closing-line-reporter.js"],
  // Most of what they wait for is other processes.
  maxWorkers: 2,
  testTimeout: 30_000,
};
