package io.fanfare.transport.jedis;

/**
 * Decides when the thread that reads answers lets some gather before it reads again. The server pays for each time that
 * it wakes this thread; with long payloads it answers a handful of publishes at a time, tens of thousands of times a
 * second. An answer that is alone never waits.
 */
final class AnswerPace {
    /** How long answers gather; below what Linux makes of any shorter wait. */
    static final long GATHER_NANOS = 50_000;

    /** With fewer answers in a read, the connection is not busy. */
    static final int FEW = 4;

    /** With as many answers in a read, the server gathers them by itself. */
    static final int MANY = 64;

    /** How many reads of a busy connection are put off until one that is not shows what the server does. */
    static final int READS = 16;

    private int left;

    /**
     * Tells whether the next read is to be put off.
     *
     * @param answers how many publishes the last read answered
     */
    boolean isPutOff(int answers) {
        if (answers < FEW) {
            left = 0;
        } else if (left > 0) {
            left--;
        } else if (answers < MANY) {
            left = READS;
        }
        return left > 0;
    }
}
