package chatwarden.mlops.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event of a training. Times are in milliseconds since 1970. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunEvent.Began.class, name = "began"),
  @JsonSubTypes.Type(value = RunEvent.ReadData.class, name = "data"),
  @JsonSubTypes.Type(value = RunEvent.Tried.class, name = "trial"),
  @JsonSubTypes.Type(value = RunEvent.Measured.class, name = "measured"),
  @JsonSubTypes.Type(value = RunEvent.Wrote.class, name = "wrote"),
  @JsonSubTypes.Type(value = RunEvent.Repeated.class, name = "repeated"),
  @JsonSubTypes.Type(value = RunEvent.Ended.class, name = "ended")
})
public sealed interface RunEvent {

  /** The fact of a version for which others decide whether it joins the models. */
  String CANDIDATE = "chatwarden.candidate";

  /**
   * The run began.
   *
   * @param key of the run, unique for ever
   * @param model the name of the model
   * @param version the version that the run is to write
   * @param time of its beginning
   * @param user the name of the account that runs it
   * @param commit the commit of the code; empty if unknown
   * @param parameters by name
   */
  record Began(
      String key,
      String model,
      String version,
      long time,
      String user,
      String commit,
      Map<String, String> parameters)
      implements RunEvent {

    /** Copies the parameters in their order. */
    public Began {
      parameters = new LinkedHashMap<>(parameters);
    }
  }

  /** The run read its data. */
  record ReadData(List<DataFile> files) implements RunEvent {

    /** Copies the files. */
    public ReadData {
      files = List.copyOf(files);
    }
  }

  /**
   * A trial of a search ended.
   *
   * @param number from 0
   * @param parameters its values by name
   * @param losses the mean loss of the first fold, of the first two, and so on, of those tried
   * @param loss the mean loss over the folds that were tried; NaN if it failed
   * @param state its end
   * @param winner whether its parameters were chosen
   * @param started when it began
   * @param ended when it ended
   */
  record Tried(
      int number,
      Map<String, Double> parameters,
      List<Double> losses,
      double loss,
      TrialEnd state,
      boolean winner,
      long started,
      long ended)
      implements RunEvent {

    /** Copies parameters and losses. */
    public Tried {
      parameters = new LinkedHashMap<>(parameters);
      losses = List.copyOf(losses);
    }
  }

  /** The ends of a trial. */
  enum TrialEnd {
    /** All folds were tried. */
    COMPLETE,
    /** It was stopped early, as hopeless. */
    STOPPED,
    /** It has no loss. */
    FAILED
  }

  /**
   * A version was measured on the development split.
   *
   * @param metrics by name
   * @param time of the measurement
   */
  record Measured(Map<String, Double> metrics, long time) implements RunEvent {

    /** Copies the metrics in their order. */
    public Measured {
      metrics = new LinkedHashMap<>(metrics);
    }
  }

  /**
   * A version was written.
   *
   * @param folder its folder, within the folder of the model
   * @param accepted whether it passed the gate
   * @param files the SHA-256 of each of its files, by name
   * @param facts the facts of its manifest, by name
   * @param gate the comparison with the version before, by name; empty without one
   * @param time of its place among the versions
   */
  record Wrote(
      String folder,
      boolean accepted,
      Map<String, String> files,
      Map<String, String> facts,
      Map<String, String> gate,
      long time)
      implements RunEvent {

    /** Copies the maps in their order. */
    public Wrote {
      files = new LinkedHashMap<>(files);
      facts = new LinkedHashMap<>(facts);
      gate = new LinkedHashMap<>(gate);
    }
  }

  /**
   * The run wrote no version, as one has the same files.
   *
   * @param version the version with these files
   */
  record Repeated(String version, long time) implements RunEvent {}

  /**
   * The run ended. A journal without this event is that of a run that goes on or was killed.
   *
   * @param problem the reason of a failure; empty if it ended well
   * @param time of the end
   */
  record Ended(String problem, long time) implements RunEvent {}
}
