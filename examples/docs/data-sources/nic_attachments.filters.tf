# Filters find some NICs only. Those that are given must all hold, and a search that finds nothing is no error:

data "huaweiecs_nic_attachments" "lost_with_web" {
  server_id             = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  delete_on_termination = true
}

data "huaweiecs_nic_attachments" "web_internal" {
  server_id  = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  ip_address = "192.168.16.120"
}

output "addresses_lost_with_web" {
  value = flatten(data.huaweiecs_nic_attachments.lost_with_web.nics[*].fixed_ips)
}

output "web_internal_port" {
  value = one(data.huaweiecs_nic_attachments.web_internal.port_ids)
}
