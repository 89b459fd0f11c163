package io.fanfare;

/** Whether a client envelopes what it publishes, and opens the envelopes that it receives. */
enum EnvelopeMode {
    OFF,
    ON
}
