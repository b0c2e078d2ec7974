/** Stands in for `cacheable-lookup` in the bundle: got uses it only when it is told to keep DNS answers. */
export default class CacheableLookup {
  constructor() {
    throw new Error("DNS caching is not built in: got must be used without dnsCache.");
  }
}
