# The NIC, with the address that firewalls know, outlives its server.
resource "huaweiecs_nic_attachment_setting" "example" {
  server_id             = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  port_id               = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613"
  delete_on_termination = false
}
