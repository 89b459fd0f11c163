package io.fanfare.benchmarks;

import java.util.Locale;

/** A way to use a client library; each is measured in a JVM of its own. */
enum Form {
    /** The library alone in its fastest idiomatic way: the caller gathers batches of up to 1,024. */
    RAW("raw, fastest"),
    /** The same in a second JVM: what differs is noise. */
    CONTROL("raw again (A/A)"),
    /** The library alone as its documentation shows it: a call for each message. */
    DOCUMENTED("raw, as documented"),
    /** Fanfare over the library: {@code publishAndForget}, dispatcher {@code inline}, codec {@code bytes}. */
    PLAIN("Fanfare, plain"),
    /** The same with another build of Fanfare, to compare two of them. */
    OTHER("Fanfare, plain, other build"),
    /** Fanfare over the library: {@code publish} with a stage for each, dispatcher {@code ordered}. */
    STAGE("Fanfare, stage + ordered");

    final String title;

    Form(String title) {
        this.title = title;
    }

    boolean isFanfare() {
        return compareTo(PLAIN) >= 0;
    }

    /** Tells whether nothing is asked of a publish, and messages are handled where they are read. */
    boolean isPlain() {
        return this == PLAIN || this == OTHER;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
