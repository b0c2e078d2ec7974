# The NICs of two servers that can be detached; without a configuration, those of all servers of the project.
list "huaweiecs_nic_attachment" "two_servers" {
  provider = huaweiecs
  limit    = 1000

  config {
    server_ids = [
      "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21",
      "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39",
    ]
  }
}
