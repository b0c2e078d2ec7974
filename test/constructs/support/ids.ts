/** Servers and ports of the emulator. */
export const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
export const WEB_PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
export const WEB_SECOND = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
export const DB = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
export const DB_PRIMARY = "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8";
