package io.fanfare.conformance;

/** How binding a rule is, in the words of RFC 2119. */
public enum Level {
    /** A run fails if it does not hold. */
    MUST,
    /** There may be a reason not to keep it; it never fails a run. */
    SHOULD,
    /** Optional. */
    MAY
}
