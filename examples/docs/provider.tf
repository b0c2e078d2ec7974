terraform {
  required_providers {
    huaweiecs = {
      source  = "huaweiecs/huaweiecs"
      version = "~> 0.1"
    }
  }
}

# Keys come from the environment: HW_ACCESS_KEY and HW_SECRET_KEY.
provider "huaweiecs" {
  region = "cn-north-4"
}
