package chatwarden.domain.policy;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.text.CodePointRange;
import chatwarden.type.v1.AllowedPart;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a chat, compiled: decides which comments are flagged, by the order that {@code
 * ChatSettingsService} describes. Immutable. The time of a decision is linear in the text's length.
 */
public final class ChatPolicy {

  /** The flag threshold of a session that names none. */
  public static final float DEFAULT_FLAG_THRESHOLD =
      FieldRules.defaultNumber(Session.getDescriptor(), "flag_threshold");

  /** The flag threshold of strict mode where the settings name none. */
  public static final float DEFAULT_STRICT_THRESHOLD =
      FieldRules.defaultNumber(ChatSettings.getDescriptor(), "strict_threshold");

  private static final NumberBounds THRESHOLDS =
      FieldRules.bounds(Session.getDescriptor(), "flag_threshold");

  private static final float NEVER = Float.POSITIVE_INFINITY;

  private final String language;
  private final float flagThreshold;
  private final float strictThreshold;
  private final float offensiveThreshold;
  private final float hateThreshold;
  private final Set<Badge> exempt;
  private final boolean suggestsRewrites;
  private final BlockRules block;
  private final AllowRules allow;

  private ChatPolicy(ChatSettings settings, float sessionThreshold, String sessionLanguage) {
    flagThreshold = usualThreshold(settings, sessionThreshold);
    strictThreshold = settings.getStrict() ? strictThreshold(settings) : NEVER;
    language = settings.getLanguage().isEmpty() ? sessionLanguage : settings.getLanguage();
    offensiveThreshold =
        settings.hasOffensiveThreshold() ? settings.getOffensiveThreshold() : NEVER;
    hateThreshold = settings.hasHateThreshold() ? settings.getHateThreshold() : NEVER;
    suggestsRewrites = settings.getSuggestRewrites();
    exempt = Set.copyOf(settings.getExemptBadgesList());
    block = new BlockRules(settings.getBlockRulesList());
    allow = new AllowRules(settings.getAllowRulesList());
  }

  /** Flags what exceeds {@code flagThreshold}, in [0, 1], and nothing else. */
  public static ChatPolicy ofThreshold(float flagThreshold) {
    return of(ChatSettings.getDefaultInstance(), flagThreshold);
  }

  /**
   * The policy of settings that {@link SettingsCheck} let pass.
   *
   * @param sessionThreshold the flag threshold of the session, in [0, 1], which holds where the
   *     settings have none
   */
  public static ChatPolicy of(ChatSettings settings, float sessionThreshold) {
    return of(settings, sessionThreshold, ChatLanguage.AUTO);
  }

  /**
   * As {@link #of(ChatSettings, float)}.
   *
   * @param sessionLanguage the language of the session, which holds where the settings have none;
   *     empty as {@value ChatLanguage#AUTO}
   */
  public static ChatPolicy of(
      ChatSettings settings, float sessionThreshold, String sessionLanguage) {
    THRESHOLDS
        .problem(sessionThreshold)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("sessionThreshold: " + problem);
            });
    return new ChatPolicy(
        settings,
        sessionThreshold,
        sessionLanguage.isEmpty() ? ChatLanguage.AUTO : sessionLanguage);
  }

  /** The flag threshold in force under these settings, in [0, 1]. */
  public static float flagThreshold(ChatSettings settings, float sessionThreshold) {
    float usual = usualThreshold(settings, sessionThreshold);
    return settings.getStrict() ? Math.min(usual, strictThreshold(settings)) : usual;
  }

  private static float usualThreshold(ChatSettings settings, float sessionThreshold) {
    return settings.hasFlagThreshold() ? settings.getFlagThreshold() : sessionThreshold;
  }

  private static float strictThreshold(ChatSettings settings) {
    return settings.hasStrictThreshold() ? settings.getStrictThreshold() : DEFAULT_STRICT_THRESHOLD;
  }

  /** Returns the language that comments are judged in: {@code vi}, {@code en} or {@code auto}. */
  public String language() {
    return language;
  }

  /** Returns whether stage 3 proposes polite forms of flagged comments. */
  public boolean suggestsRewrites() {
    return suggestsRewrites;
  }

  /** Decides on a comment by the classification of its whole text, without allow rules. */
  public FlagDecision decide(Comment comment, Classification classification) {
    FlagDecision decision = byRulesAndThresholds(comment.getText(), classification);
    if (!decision.flagged() || exempt.isEmpty()) {
      return decision;
    }
    return comment.getAuthor().getBadgesList().stream()
        .filter(exempt::contains)
        .findFirst()
        .map(FlagDecision::byExemptBadge)
        .orElse(decision);
  }

  /** Returns the part of a text that the first matching block rule matches; empty without one. */
  public Optional<CodePointRange> blocked(String text) {
    return block.match(text).map(BlockMatch::range).filter(range -> range.length() > 0);
  }

  private FlagDecision byRulesAndThresholds(String text, Classification classification) {
    return block
        .match(text)
        .map(match -> FlagDecision.byBlockRule(match.rule()))
        .orElseGet(() -> byThresholds(classification));
  }

  /**
   * Returns the parts of a comment that allow rules excuse, so that the rest has to be classified:
   * empty unless {@code decision}, the one on the whole comment, is that a threshold flags it.
   */
  public Optional<Allowance> allowance(Comment comment, FlagDecision decision) {
    if (!decision.isByThreshold()) {
      return Optional.empty();
    }
    List<AllowedPart> parts = allow.in(comment.getText());
    return parts.isEmpty() ? Optional.empty() : Optional.of(Allowance.of(comment.getText(), parts));
  }

  /** Decides on a comment by the classification of the rest that an allowance leaves. */
  public FlagDecision decide(Allowance allowance, Classification ofTheRest) {
    FlagDecision decision = byThresholds(ofTheRest);
    return decision.flagged() ? decision : FlagDecision.byAllowRule(allowance.rule());
  }

  private FlagDecision byThresholds(Classification classification) {
    if (classification.getLabel() == Label.NOT_JUDGED) {
      return FlagDecision.NOT_FLAGGED;
    }
    float probability = classification.getOffensiveProbability();
    if (probability > flagThreshold) {
      return FlagDecision.byFlagThreshold(flagThreshold);
    }
    for (Label label : List.of(Label.HATE, Label.OFFENSIVE)) {
      float threshold = label == Label.HATE ? hateThreshold : offensiveThreshold;
      if (classification.getProbabilitiesOrDefault(label.name(), 0) > threshold) {
        return FlagDecision.byLabel(label, threshold);
      }
    }
    return probability > strictThreshold
        ? FlagDecision.byStrictMode(strictThreshold)
        : FlagDecision.NOT_FLAGGED;
  }
}
