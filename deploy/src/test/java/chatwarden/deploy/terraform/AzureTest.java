package chatwarden.deploy.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.NodeTool;
import chatwarden.deploy.command.ToolRun;
import chatwarden.testing.process.Executables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AzureTest {
  private static final String FOLDER = "deploy/terraform/azure";

  /** Resources whose keys, passwords or tokens Terraform keeps in its state. */
  private static final Set<String> WITH_SECRETS =
      Set.of(
          "azurerm_storage_account",
          "azurerm_managed_redis",
          "azurerm_redis_cache",
          "azurerm_redis_enterprise_database",
          "azurerm_log_analytics_workspace",
          "azurerm_key_vault_secret",
          "kubernetes_secret",
          "kubernetes_secret_v1",
          "random_password",
          "random_string",
          "tls_private_key");

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|(access|account|private)_?key).*");
  private static final Pattern REFERENCE = Pattern.compile("(var|local)\\.([a-z_]+)");

  @Test
  void terraformFormatsNothingAnew() throws Exception {
    String terraform = Executables.require("terraform").toString();

    ToolRun run = ToolRun.in(FOLDER, Map.of(), List.of(terraform, "fmt", "-check", "-recursive"));

    assertThat(run.status()).as(run.output()).isZero();
  }

  @Test
  void noSecretIsInTheStateOrTheRepository() throws Exception {
    JsonNode all = parsed();
    resources(
        all, (type, resource) -> assertThat(WITH_SECRETS).as("resources").doesNotContain(type));
    for (JsonNode file : all) {
      walk(
          file,
          (name, value) -> {
            if (SECRET.matcher(name).matches() && value.isTextual()) {
              // The name of a secret or of a key in it, or a mode, but no secret.
              assertThat(value.asText())
                  .as(name)
                  .isIn(
                      "chatwarden-rabbitmq",
                      "rabbitmq-password",
                      "rabbitmq-erlang-cookie",
                      "Enabled");
            }
          });
      for (JsonNode output : file.path("output")) {
        assertThat(output.get(0).has("sensitive")).isFalse();
      }
    }
  }

  @Test
  void modelsAreReadByAManagedIdentityAlone() throws Exception {
    JsonNode storage = parsed().get("storage.tf");
    JsonNode account = storage.at("/resource/azapi_resource/models/0/body/properties");

    assertThat(account.get("allowBlobPublicAccess").asBoolean(true)).isFalse();
    assertThat(account.get("allowSharedKeyAccess").asBoolean(true)).isFalse();
    assertThat(account.get("publicNetworkAccess").asText()).isEqualTo("Disabled");
    assertThat(account.get("minimumTlsVersion").asText()).isEqualTo("TLS1_2");
    assertThat(storage.at("/resource/azurerm_role_assignment/models/0/principal_id").asText())
        .contains("azurerm_user_assigned_identity.nodes");
    assertThat(
            parsed()
                .at("/platform.tf/resource/kubernetes_persistent_volume_v1/models")
                .findValue("AzureStorageAuthType")
                .asText())
        .isEqualTo("MSI");
  }

  @Test
  void redisTakesTlsAloneAndKeepsWhatItIsGiven() throws Exception {
    JsonNode redis = parsed().at("/redis.tf/resource/azapi_resource");
    JsonNode database = redis.at("/redis_database/0/body/properties");

    assertThat(redis.at("/redis/0/body/properties/minimumTlsVersion").asText()).isEqualTo("1.2");
    assertThat(database.get("clientProtocol").asText()).isEqualTo("Encrypted");
    assertThat(database.get("evictionPolicy").asText()).isEqualTo("NoEviction");
    assertThat(database.at("/persistence/aofEnabled").asBoolean()).isTrue();
    for (JsonNode resource : redis) {
      assertThat(resource.at("/0/response_export_values").toString()).doesNotContain("ey");
    }
  }

  @Test
  void clusterKnowsNoLocalAccountAndTheRegistryNoAdministrator() throws Exception {
    JsonNode resources = parsed().at("/cluster.tf/resource");
    JsonNode cluster = resources.at("/azurerm_kubernetes_cluster/main/0");

    assertThat(cluster.get("local_account_disabled").asBoolean()).isTrue();
    assertThat(cluster.get("role_based_access_control_enabled").asBoolean()).isTrue();
    assertThat(cluster.at("/api_server_access_profile/0/authorized_ip_ranges").isMissingNode())
        .isFalse();
    assertThat(cluster.at("/network_profile/0/network_policy").asText()).isNotBlank();
    assertThat(resources.at("/azurerm_container_registry/main/0/admin_enabled").asBoolean(true))
        .isFalse();
  }

  @Test
  void variablesAreDescribedDeclaredAndUsed() throws Exception {
    JsonNode all = parsed();
    Set<String> declared = new HashSet<>();
    all.at("/variables.tf/variable")
        .fields()
        .forEachRemaining(
            variable -> {
              declared.add(variable.getKey());
              assertThat(variable.getValue().at("/0/description").asText()).isNotBlank();
              assertThat(variable.getValue().at("/0/type").asText()).isNotBlank();
            });
    Set<String> used = new HashSet<>();
    REFERENCE
        .matcher(all.toString())
        .results()
        .filter(reference -> reference.group(1).equals("var"))
        .forEach(reference -> used.add(reference.group(2)));

    assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void resourcesThatAreReferredToExist() throws Exception {
    JsonNode all = parsed();
    Set<String> known = new HashSet<>();
    resources(
        all,
        (type, names) -> names.fieldNames().forEachRemaining(name -> known.add(type + "." + name)));
    List<String> unknown = new ArrayList<>();
    Pattern.compile("\\b((?:azurerm|azapi|kubernetes|helm)_[a-z_0-9]+\\.[a-z_]+)\\b")
        .matcher(all.toString())
        .results()
        .map(reference -> reference.group(1))
        .filter(reference -> !known.contains(reference))
        .forEach(unknown::add);

    assertThat(unknown).isEmpty();
  }

  private static void resources(JsonNode all, BiConsumer<String, JsonNode> each) {
    for (JsonNode file : all) {
      file.path("resource")
          .fields()
          .forEachRemaining(type -> each.accept(type.getKey(), type.getValue()));
    }
  }

  private static void walk(JsonNode node, BiConsumer<String, JsonNode> each) {
    node.fields().forEachRemaining(field -> each.accept(field.getKey(), field.getValue()));
    node.forEach(child -> walk(child, each));
  }

  private static JsonNode parsed() throws Exception {
    return new ObjectMapper()
        .readTree(NodeTool.run("hcl2json.cjs", "@cdktf/hcl2json", FOLDER, ".tf"));
  }
}
