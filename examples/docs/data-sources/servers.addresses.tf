# What is found says more than the ids, the addresses of each server for example, with those of its primary NIC first:

data "huaweiecs_servers" "running" {
  status = "ACTIVE"
}

output "address_by_name" {
  value = {
    for server in data.huaweiecs_servers.running.servers : server.name => server.addresses[0].ip_address
  }
}
