package io.fanfare.benchmarks;

/**
 * What is measured in one JVM.
 *
 * @param library the client library
 * @param form how it is used
 */
record Contender(Library library, Form form) {
    /** Tells whether it is known to send messages of one channel over several connections, which disorders them. */
    boolean mayReorder() {
        return library == Library.REDISSON && form == Form.DOCUMENTED;
    }

    @Override
    public String toString() {
        return library.id() + "/" + form.id();
    }
}
