# `terraform query -generate-config-out=nics.tf` writes a resource and an import block for each NIC that is found.
list "huaweiecs_nic_attachment_setting" "web" {
  provider         = huaweiecs
  include_resource = true
  limit            = 1000

  config {
    server_name = "web-"
  }
}
