#!/usr/bin/env bash
# Puts the secrets of the platform into the cluster: from Azure and from the random source to Kubernetes, past files and Terraform's state.
# Run as a member of the operators' group, after the first terraform apply; a second run keeps the passwords of RabbitMQ.
set -euo pipefail
group=$(terraform output -raw resource_group)
namespace=${1:-chatwarden}
redis=$(terraform output -json redis)
name=$(jq -r .name <<<"$redis")
host=$(jq -r .host <<<"$redis")

if ! kubectl --namespace "$namespace" get secret chatwarden-rabbitmq >/dev/null 2>&1; then
  kubectl --namespace "$namespace" create secret generic chatwarden-rabbitmq \
    --from-file=rabbitmq-password=<(openssl rand -hex 24 | tr -d '\n') --from-file=rabbitmq-erlang-cookie=<(openssl rand -hex 24 | tr -d '\n')
fi
password=$(kubectl --namespace "$namespace" get secret chatwarden-rabbitmq --output 'jsonpath={.data.rabbitmq-password}' | base64 -d)
key=$(az redisenterprise database list-keys --resource-group "$group" --cluster-name "$name" --query primaryKey --output tsv)
# A key may have characters that mean something in a URI.
encoded=$(jq -rR @uri <<<"$key")
kubectl --namespace "$namespace" create secret generic chatwarden-engines --dry-run=client --output yaml \
  --from-file=redis-uri=<(printf 'rediss://:%s@%s:10000' "$encoded" "$host") \
  --from-file=broker-uri=<(printf 'amqp://chatwarden:%s@rabbitmq:5672' "$password") | kubectl apply --filename - >/dev/null
echo "secrets: chatwarden-engines and chatwarden-rabbitmq are in the namespace $namespace"
