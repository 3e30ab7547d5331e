variable "subscription_id" {
  description = "The subscription that everything is made in."
  type        = string
}

variable "name" {
  description = "The name of the platform, from which the names of its parts are made: lower-case letters and digits."
  type        = string
  default     = "chatwarden"
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,15}$", var.name))
    error_message = "name: 3 to 16 lower-case letters and digits, a letter first."
  }
}

variable "location" {
  description = "The region."
  type        = string
  default     = "southeastasia"
}

variable "operators_group_id" {
  description = "The object id of the Entra group whose members administer the cluster."
  type        = string
}

variable "authorized_ranges" {
  description = "The address ranges from which the API server of Kubernetes is reached, such as 203.0.113.0/24."
  type        = list(string)
  validation {
    condition     = length(var.authorized_ranges) > 0 && !contains(var.authorized_ranges, "0.0.0.0/0")
    error_message = "authorized_ranges: at least one range, and not everywhere."
  }
}

variable "node_size" {
  description = "The size of the cluster's machines."
  type        = string
  default     = "Standard_D4s_v5"
}

variable "nodes" {
  description = "How many machines the cluster has at least and at most."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 6 }
}

variable "redis_sku" {
  description = "The size of Azure Managed Redis."
  type        = string
  default     = "Balanced_B5"
}

variable "image_tag" {
  description = "The tag of the image in the registry of this platform."
  type        = string
}

variable "platform_enabled" {
  description = "Whether the platform is installed; false in the first run, before its secrets and its image are there."
  type        = bool
  default     = true
}

variable "rabbitmq_chart" {
  description = "The Helm chart of RabbitMQ: where it is, its name and its version."
  type        = object({ repository = string, chart = string, version = string })
}
