variable "nic_ids" {
  description = "The NICs that outlive their servers."
  type        = set(string)
  default = [
    "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21/3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
    "cn-north-4/d47e63b0-91fa-4c28-a5e9-6c0b82f41d39/19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
  ]
}

locals {
  nics = { for id in var.nic_ids : id => provider::huaweiecs::parse_nic_id(id) }
}

resource "huaweiecs_nic_attachment_setting" "kept" {
  for_each = local.nics

  region                = each.value.region
  server_id             = each.value.server_id
  port_id               = each.value.port_id
  delete_on_termination = false
}
