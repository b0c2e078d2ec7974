# A NIC of a server that routes: it lets traffic of others pass, has an IPv6 address, and goes when its server goes.
resource "huaweiecs_nic_attachment" "router" {
  server_id             = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39"
  network_id            = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72"
  ipv6_enable           = true
  source_dest_check     = false
  delete_on_termination = true

  timeouts {
    create = "5m"
  }
}

output "router_addresses" {
  value = huaweiecs_nic_attachment.router.fixed_ips
}
