package chatwarden.domain.drift;

/** The result of a comparison of two windows. */
public enum DriftState {
  /** The difference is within the reference's own variation, or too small to matter. */
  STABLE,
  /** The difference is greater than the threshold. */
  DRIFTED,
  /** One of the windows has too few values. */
  TOO_FEW,
  /** The reference has no comments that the current version of the model classified. */
  NO_REFERENCE
}
