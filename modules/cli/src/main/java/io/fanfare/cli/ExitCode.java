package io.fanfare.cli;

/** What the command exits with. The JVM itself exits with 130 after Ctrl-C. */
final class ExitCode {
    /** All that was asked for was done, and every rule that was checked holds. */
    static final int OK = 0;
    /** A rule failed, or something was refused or lost on the way. */
    static final int FAILED = 1;
    /** The command line or the configuration is wrong; nothing was done. */
    static final int USAGE = 2;
    /** No deployment was reached. */
    static final int NOT_REACHED = 3;

    private ExitCode() {}
}
