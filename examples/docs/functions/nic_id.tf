locals {
  server_id = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  port_id   = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613"
}

# Takes a NIC over as it is.
import {
  to = huaweiecs_nic_attachment_setting.web
  id = provider::huaweiecs::nic_id(local.server_id, local.port_id)
}

resource "huaweiecs_nic_attachment_setting" "web" {
  server_id             = local.server_id
  port_id               = local.port_id
  delete_on_termination = true
}
