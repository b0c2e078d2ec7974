import type { Seed } from "./seed";

/** What an emulator holds when nobody says otherwise: two servers, three NICs, one of them with IPv4 and IPv6. */
export const defaultSeed: Seed = {
  servers: [
    {
      id: "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
      name: "web-1",
      nics: [
        {
          port_id: "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
          primary: true,
          delete_on_termination: true,
          network_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
          mac_address: "fa:16:3e:45:65:c4",
          fixed_ips: ["192.168.0.33"],
        },
        {
          port_id: "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057",
          delete_on_termination: false,
          network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
          mac_address: "fa:16:3e:df:18:6d",
          fixed_ips: ["192.168.16.120", "2407:c080:1200:13a:5c2e:91f:7b04:6d3"],
        },
      ],
    },
    {
      id: "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39",
      name: "db-1",
      nics: [
        {
          port_id: "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
          primary: true,
          delete_on_termination: false,
          network_id: "610a4af2-1d90-4d2b-8057-dc238b26febf",
          mac_address: "fa:16:3e:0b:72:a9",
          fixed_ips: ["192.168.0.51"],
        },
      ],
    },
  ],
};
