resource "kubernetes_namespace_v1" "main" {
  metadata {
    name = var.name
  }
}

# The container of models, read through the nodes' identity.
resource "kubernetes_persistent_volume_v1" "models" {
  metadata {
    name = "${var.name}-models"
  }
  spec {
    capacity                         = { storage = "100Gi" }
    access_modes                     = ["ReadOnlyMany"]
    persistent_volume_reclaim_policy = "Retain"
    storage_class_name               = "azureblob-fuse-premium"
    mount_options                    = ["-o allow_other", "--read-only=true"]
    persistent_volume_source {
      csi {
        driver        = "blob.csi.azure.com"
        volume_handle = "${var.name}-models"
        read_only     = true
        volume_attributes = {
          resourceGroup                  = azurerm_resource_group.main.name
          storageAccount                 = azapi_resource.models.name
          containerName                  = azapi_resource.models_container.name
          protocol                       = "fuse2"
          AzureStorageAuthType           = "MSI"
          AzureStorageIdentityResourceID = azurerm_user_assigned_identity.nodes.id
        }
      }
    }
  }
}

resource "kubernetes_persistent_volume_claim_v1" "models" {
  metadata {
    name      = "models"
    namespace = kubernetes_namespace_v1.main.metadata[0].name
  }
  spec {
    access_modes       = ["ReadOnlyMany"]
    storage_class_name = "azureblob-fuse-premium"
    volume_name        = kubernetes_persistent_volume_v1.models.metadata[0].name
    resources {
      requests = { storage = "100Gi" }
    }
  }
}

# The password is in the secret chatwarden-rabbitmq, which secrets.sh makes.
resource "helm_release" "rabbitmq" {
  count      = var.platform_enabled ? 1 : 0
  name       = "rabbitmq"
  namespace  = kubernetes_namespace_v1.main.metadata[0].name
  repository = var.rabbitmq_chart.repository
  chart      = var.rabbitmq_chart.chart
  version    = var.rabbitmq_chart.version
  values = [yamlencode({
    replicaCount = 3
    auth = {
      username                  = "chatwarden"
      existingPasswordSecret    = "chatwarden-rabbitmq"
      existingSecretPasswordKey = "rabbitmq-password"
      existingErlangSecret      = "chatwarden-rabbitmq"
      existingSecretErlangKey   = "rabbitmq-erlang-cookie"
    }
    persistence = { size = "32Gi" }
    pdb         = { create = true, minAvailable = 2 }
  })]
}

resource "helm_release" "chatwarden" {
  count     = var.platform_enabled ? 1 : 0
  name      = "chatwarden"
  namespace = kubernetes_namespace_v1.main.metadata[0].name
  chart     = "${path.module}/../../kubernetes/chatwarden"
  wait      = true
  values = [yamlencode({
    image  = { repository = "${azurerm_container_registry.main.login_server}/chatwarden", tag = var.image_tag }
    models = { claim = kubernetes_persistent_volume_claim_v1.models.metadata[0].name }
    networkPolicy = {
      redis = { peers = [{ ipBlock = { cidr = azurerm_subnet.endpoints.address_prefixes[0] } }], ports = [10000] }
    }
  })]

  depends_on = [helm_release.rabbitmq]
}
