# All NICs of the server outlive it, those too that are attached later, apart from the one in overrides.
resource "huaweiecs_server_nic_policy" "example" {
  server_id             = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  delete_on_termination = false

  overrides = {
    "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057" = true
  }
}
