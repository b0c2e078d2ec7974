# Keeps one NIC when its server goes, and lets another go with it.
#
# The ids are those of the emulator's servers: `huaweiecs emulator` prints them. For your own servers, change them here.

terraform {
  required_providers {
    huaweiecs = {
      source  = "huaweiecs/huaweiecs"
      version = "~> 0.1"
    }
  }
}

variable "endpoint" {
  description = "Base URL of the emulator; leave it out for Huawei Cloud itself."
  type        = string
  default     = null
}

# Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
provider "huaweiecs" {
  endpoints = var.endpoint == null ? null : { ecs = var.endpoint, iam = var.endpoint }
}

# The address that firewalls and licences know: it must outlive the server.
resource "huaweiecs_nic_attachment_setting" "web_primary" {
  server_id             = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21"
  port_id               = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613"
  delete_on_termination = false
}

# Nobody needs this one without its server.
resource "huaweiecs_nic_attachment_setting" "db_primary" {
  server_id             = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39"
  port_id               = "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8"
  delete_on_termination = true
}

output "kept_addresses" {
  value = huaweiecs_nic_attachment_setting.web_primary.fixed_ips
}
