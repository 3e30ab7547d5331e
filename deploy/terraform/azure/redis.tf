# Made by azapi: azurerm's resource would read the access keys into the state. The clustering policy gives one address, which redis.uri
# names; nothing is evicted, and what is written is kept on a disk.
resource "azapi_resource" "redis" {
  type      = "Microsoft.Cache/redisEnterprise@2025-04-01"
  name      = "${var.name}-redis"
  parent_id = azurerm_resource_group.main.id
  location  = azurerm_resource_group.main.location

  body = {
    sku = { name = var.redis_sku }
    properties = {
      minimumTlsVersion = "1.2"
      highAvailability  = "Enabled"
    }
  }
  response_export_values = ["properties.hostName"]
}

resource "azapi_resource" "redis_database" {
  type      = "Microsoft.Cache/redisEnterprise/databases@2025-04-01"
  name      = "default"
  parent_id = azapi_resource.redis.id

  body = {
    properties = {
      clientProtocol           = "Encrypted"
      port                     = 10000
      clusteringPolicy         = "EnterpriseCluster"
      evictionPolicy           = "NoEviction"
      accessKeysAuthentication = "Enabled"
      persistence              = { aofEnabled = true, aofFrequency = "1s" }
    }
  }
  response_export_values = []
}
