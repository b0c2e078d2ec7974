# The servers with this tag: a policy for each of them is about all of its NICs.
list "huaweiecs_server_nic_policy" "production" {
  provider         = huaweiecs
  include_resource = true
  limit            = 1000

  config {
    server_tags = { stage = "prod" }
  }
}
