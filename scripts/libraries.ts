/** The libraries that there are constructs for: CDKTF, and CDK Terrain, which goes on with it. */
export const LIBRARIES = ["cdktf", "cdktn"] as const;

export type Library = (typeof LIBRARIES)[number];
