package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.RolloutReport;
import chatwarden.rollout.v1.RolloutServer;
import chatwarden.rollout.v1.RolloutSlice;
import chatwarden.rollout.v1.ServedModel;
import chatwarden.rollout.v1.SyncRolloutsResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What model servers answered.
 *
 * @param servers in the order in which they were asked
 */
record ServerReports(List<Asked> servers) {

  ServerReports {
    servers = List.copyOf(servers);
  }

  /**
   * A server that was asked.
   *
   * @param stage of which stage it is
   * @param answer empty where it is away
   * @param problem why it did not answer
   */
  record Asked(
      String stage, String address, Optional<SyncRolloutsResponse> answer, String problem) {

    Optional<ServedModel> model(String name) {
      return answer.flatMap(
          said ->
              said.getModelsList().stream()
                  .filter(model -> model.getModel().equals(name))
                  .findFirst());
    }
  }

  /** Returns the version with which servers answer calls of the model; empty where none does. */
  Optional<String> answering(String model) {
    return servers.stream()
        .flatMap(server -> server.model(model).stream())
        .map(ServedModel::getAnswering)
        .findFirst();
  }

  /** Returns whether a server has this version. */
  boolean isServed(String model, String version) {
    return servers.stream()
        .flatMap(server -> server.model(model).stream())
        .anyMatch(served -> served.getVersionsList().contains(version));
  }

  /** Returns whether every server that has the model has this version, and there is one. */
  boolean isServedByAll(String model, String version) {
    List<ServedModel> having =
        servers.stream().flatMap(server -> server.model(model).stream()).toList();
    return !having.isEmpty()
        && having.stream().allMatch(served -> served.getVersionsList().contains(version));
  }

  /** Returns the servers of a rollout: those that have its model, and those that are away. */
  List<RolloutServer> of(Rollout rollout) {
    Set<String> stages = new HashSet<>();
    servers.stream()
        .filter(server -> server.model(rollout.getModel()).isPresent())
        .forEach(server -> stages.add(server.stage()));
    List<RolloutServer> found = new ArrayList<>();
    for (Asked server : servers) {
      boolean mayTakePart = stages.isEmpty() || stages.contains(server.stage());
      Optional<ServedModel> model = server.model(rollout.getModel());
      if (model.isPresent() || (server.answer().isEmpty() && mayTakePart)) {
        found.add(
            RolloutServer.newBuilder()
                .setAddress(server.address())
                .addAllVersions(model.orElse(ServedModel.getDefaultInstance()).getVersionsList())
                .setProblem(model.map(served -> missing(served, rollout)).orElse(server.problem()))
                .build());
      }
    }
    return found;
  }

  private static String missing(ServedModel served, Rollout rollout) {
    for (String version : List.of(rollout.getChampion(), rollout.getChallenger())) {
      if (!served.getVersionsList().contains(version)) {
        return "version %s is not served".formatted(version);
      }
    }
    return "";
  }

  /** Returns the slices that servers counted for a rollout. */
  List<RolloutSlice> slices(Rollout rollout) {
    return reports(rollout).stream().flatMap(report -> report.getSlicesList().stream()).toList();
  }

  /** Returns the differences that servers counted for a rollout, added up. */
  RolloutDifferences differences(Rollout rollout) {
    return DifferenceSum.of(reports(rollout).stream().map(RolloutReport::getDifferences).toList());
  }

  private List<RolloutReport> reports(Rollout rollout) {
    return servers.stream()
        .flatMap(server -> server.answer().stream())
        .flatMap(answer -> answer.getReportsList().stream())
        .filter(report -> report.getRollout().equals(rollout.getId()))
        .toList();
  }
}
