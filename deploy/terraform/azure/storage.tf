# Made by azapi: azurerm's resource would read the account's keys into the state.
resource "azapi_resource" "models" {
  type      = "Microsoft.Storage/storageAccounts@2023-05-01"
  name      = "${var.name}models"
  parent_id = azurerm_resource_group.main.id
  location  = azurerm_resource_group.main.location

  body = {
    kind = "StorageV2"
    sku  = { name = "Standard_ZRS" }
    properties = {
      minimumTlsVersion            = "TLS1_2"
      supportsHttpsTrafficOnly     = true
      allowBlobPublicAccess        = false
      allowSharedKeyAccess         = false
      defaultToOAuthAuthentication = true
      publicNetworkAccess          = "Disabled"
    }
  }
  response_export_values = []
}

resource "azapi_resource" "models_container" {
  type      = "Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01"
  name      = "models"
  parent_id = "${azapi_resource.models.id}/blobServices/default"

  body = {
    properties = { publicAccess = "None" }
  }
  response_export_values = []
}

resource "azurerm_role_assignment" "models" {
  scope                = azapi_resource.models.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.nodes.principal_id
}
