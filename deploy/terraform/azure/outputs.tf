output "registry" {
  description = "Where the image is pushed to."
  value       = azurerm_container_registry.main.login_server
}

output "resource_group" {
  description = "The resource group of everything."
  value       = azurerm_resource_group.main.name
}

output "cluster" {
  description = "The name of the cluster, for az aks get-credentials."
  value       = azurerm_kubernetes_cluster.main.name
}

output "redis" {
  description = "The name and the address of Redis, for secrets.sh."
  value       = { name = azapi_resource.redis.name, host = azapi_resource.redis.output.properties.hostName }
}
