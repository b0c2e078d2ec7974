# By name; for those with a tag, write tags = { stage = "prod" }.
data "huaweiecs_servers" "web" {
  name = "web-"
}

data "huaweiecs_nic_attachments" "web" {
  for_each = toset(data.huaweiecs_servers.web.server_ids)

  server_id = each.key
}

locals {
  web_nics = merge([
    for server in data.huaweiecs_nic_attachments.web : {
      for port_id in server.port_ids : port_id => server.server_id
    }
  ]...)
}

# The NICs of all these servers outlive them, those of servers and NICs to come included.
resource "huaweiecs_nic_attachment_setting" "web" {
  for_each = local.web_nics

  server_id             = each.value
  port_id               = each.key
  delete_on_termination = false
}
