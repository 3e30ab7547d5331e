resource "azurerm_resource_group" "main" {
  name     = var.name
  location = var.location
}

resource "azurerm_virtual_network" "main" {
  name                = var.name
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  address_space       = ["10.40.0.0/16"]
}

resource "azurerm_subnet" "nodes" {
  name                 = "nodes"
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.40.0.0/20"]
}

resource "azurerm_subnet" "endpoints" {
  name                 = "endpoints"
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.40.16.0/24"]
}

# Redis and the storage account have no public address: they are reached by endpoints in the network, under names that resolve to these.
locals {
  endpoints = {
    redis = {
      zone        = "privatelink.redis.azure.net"
      resource    = azapi_resource.redis.id
      subresource = "redisEnterprise"
    }
    blob = {
      zone        = "privatelink.blob.core.windows.net"
      resource    = azapi_resource.models.id
      subresource = "blob"
    }
  }
}

resource "azurerm_private_dns_zone" "endpoints" {
  for_each            = local.endpoints
  name                = each.value.zone
  resource_group_name = azurerm_resource_group.main.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "endpoints" {
  for_each              = local.endpoints
  name                  = each.key
  resource_group_name   = azurerm_resource_group.main.name
  private_dns_zone_name = azurerm_private_dns_zone.endpoints[each.key].name
  virtual_network_id    = azurerm_virtual_network.main.id
}

resource "azurerm_private_endpoint" "endpoints" {
  for_each            = local.endpoints
  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.resource
    subresource_names              = [each.value.subresource]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.endpoints[each.key].id]
  }
}
