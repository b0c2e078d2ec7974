# A second NIC in another network, at an address that firewalls know. It outlives the server.
resource "huaweiecs_nic_attachment" "example" {
  server_id             = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  network_id            = "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72"
  fixed_ip              = "192.168.16.50"
  delete_on_termination = false
}
