data "huaweiecs_nic_attachments" "web" {
  server_id = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
}

# Every NIC outlives the server, also one that is attached later: the next plan has it.
resource "huaweiecs_nic_attachment_setting" "web" {
  for_each = toset(data.huaweiecs_nic_attachments.web.port_ids)

  server_id             = data.huaweiecs_nic_attachments.web.server_id
  port_id               = each.key
  delete_on_termination = false
}
